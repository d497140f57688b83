//! JSON bodies: forms, questions, recommendations, menus and trees.

use serde_json::{Value, json};

use super::{Plan, World, guid, random::Random};

/// A headline, the fences and the object; one in a thousand has a fault.
fn fenced(title: &str, object: &Value, random: &mut Random) -> String {
    let mut text = serde_json::to_string_pretty(object).unwrap_or_default();
    if random.chance(14.0 / 3660.0) {
        text = match random.below(3) {
            0 => text.replacen("\",\n", "\"\n", 1),
            1 => text.replacen("\"\n", "\",\n", 1),
            _ => text.replacen(": \"", ": \"A tab\there. ", 1),
        };
    }
    format!("# {title}\n---\n{text}\n---\n")
}

/// A scoping form with 5 to 20 fields.
pub(super) fn form(world: &World, plan: &Plan, random: &mut Random) -> String {
    let words = &world.words;
    let (one, other) = (random.between(5, 20), random.between(5, 20));
    let count = one.min(other);
    let mut elements = Vec::with_capacity(count);
    let mut choice: Option<(String, String)> = None;
    for at in 0..count {
        let id = format!("{}_{at}", words.name(random));
        let mut element = json!({
            "id": id,
            "order": (at + 1) * 10,
            "displayLabel": words.phrase(random, 6..=6),
            "required": random.chance(0.5),
        });
        if let Some((other, value)) = choice.as_ref().filter(|_| random.chance(0.3)) {
            element["visibility"] = json!(format!("{other} == {value}"));
        }
        match random.below(10) {
            0..4 => {
                let options: Vec<String> =
                    (0..random.between(2, 5)).map(|_| words.phrase(random, 2..=2)).collect();
                choice = Some((id, options[0].clone()));
                element["controlType"] = json!("dropdown");
                element["watermarkText"] = json!("Choose one");
                element["dropdownOptions"] =
                    options.iter().map(|text| json!({ "value": text, "text": text })).collect();
            }
            4 => {
                element["controlType"] = json!("infoblock");
                let address = format!("https://docs.halden.example/{}", words.name(random));
                let text = words.sentence(random);
                element["content"] = json!(format!("<a href='{address}'>{text}</a><br>"));
            }
            5 => element["controlType"] = json!("datetimepicker"),
            6 => {
                element["controlType"] = json!("textbox");
                element["infoBalloonText"] = json!(words.sentence(random));
            }
            _ => {
                element["controlType"] = json!("multilinetextbox");
                element["numberOfLines"] = json!(5);
                element["watermarkText"] = json!(words.phrase(random, 5..=5));
            }
        }
        elements.push(element);
    }
    let object = json!({
        "$schema": "SelfHelpContent",
        "title": plan.title,
        "resourceRequired": true,
        "subscriptionRequired": true,
        "fileAttachmentHint": words.sentence(random),
        "formElements": elements,
    });
    fenced(&plan.title, &object, random)
}

/// The questions of a troubleshooter.
pub(super) fn questions(world: &World, random: &mut Random) -> String {
    let words = &world.words;
    let elements: Vec<Value> = (0..random.between(5, 10))
        .map(|at| {
            let options: Vec<Value> =
                ["Yes", "No", "Not sure"].iter().map(|text| json!({ "value": text, "text": text })).collect();
            json!({
                "id": format!("question_{at}"),
                "order": at + 1,
                "controlType": "radioButtonGroup",
                "displayLabel": words.phrase(random, 9..=9),
                "radioButtonOptions": options,
            })
        })
        .collect();
    fenced("Questions", &json!({ "$schema": "SelfHelpContent", "formElements": elements }), random)
}

/// A recommendation.
pub(super) fn recommendation(world: &World, plan: &Plan, random: &mut Random) -> String {
    let words = &world.words;
    let object = json!({
        "$schema": "AdvisorRecommendation",
        "recommendationOfferingId": guid(random),
        "recommendationCategory": *random.pick::<&str>(&["Cost", "Performance", "HighAvailability", "Security"]),
        "recommendationImpact": *random.pick::<&str>(&["High", "Medium", "Low"]),
        "recommendationResourceType": format!("{}/things", world.services[plan.service].id),
        "recommendationMetadataState": "Active",
        "displayLabel": plan.title,
        "description": words.sentence(random),
        "longDescription": words.sentences(random, 4..=4),
        "potentialBenefits": words.phrase(random, 8..=8),
        "learnMoreLink": format!("https://docs.halden.example/{}", words.name(random)),
        "actions": [{
            "actionId": guid(random),
            "actionType": "Document",
            "description": words.phrase(random, 5..=5),
            "documentLink": format!("https://docs.halden.example/{}", words.name(random)),
        }],
    });
    fenced(&plan.title, &object, random)
}

/// A menu of common problems that leads to earlier articles.
pub(super) fn menu(world: &World, plan: &Plan, random: &mut Random) -> String {
    let words = &world.words;
    let problems: Vec<Value> = (0..random.between(8, 30))
        .map(|at| {
            let target = Plan::new(world, random.below(plan.index.max(1)));
            let dead = random.chance(0.03);
            json!({
                "id": format!("problem_{at}"),
                "title": words.phrase(random, 5..=5),
                "description": words.sentence(random),
                "category": words.phrase(random, 1..=1),
                "searchTags": words.phrase(random, 4..=4).replace(' ', ", "),
                "supportTopicId": random.pick(&plan.topics),
                "commonSolutionArticleId": if dead { "gone".to_owned() } else { target.id },
            })
        })
        .collect();
    let object =
        json!({ "$schema": "SelfHelpContent", "commonProblems": problems, "troubleshootingTools": [] });
    fenced(&plan.title, &object, random)
}

/// The topics of a product; they have GUIDs that other articles hardly list.
pub(super) fn tree(world: &World, plan: &Plan, random: &mut Random) -> String {
    let words = &world.words;
    let topics: Vec<Value> = (0..random.between(6, 40))
        .map(|_| {
            json!({
                "id": guid(random),
                "shortDescription": words.phrase(random, 4..=4),
                "longDescription": words.phrase(random, 9..=9),
                "category": words.phrase(random, 1..=1),
                "useInDiagnoseAndSolve": true,
            })
        })
        .collect();
    let object = json!({
        "$schema": "SelfHelpContent",
        "shortDescription": plan.title,
        "longDescription": words.sentences(random, 2..=2),
        "productLink1": format!("https://docs.halden.example/{}", words.name(random)),
        "productLinkName1": words.phrase(random, 3..=3),
        "supportTopics": topics,
    });
    fenced(&plan.title, &object, random)
}
