//! Articles whose body is JSON: each is shown as what it is, also when it does not parse.

use snapbox::{assert_data_eq, str};

use crate::support::{Project, article};

fn document(id: &str, kind: &str, json: &str) -> Project {
    Project::new().article(id, &[("selfHelpType", kind)], &format!("# Title of {id}\n---\n{json}\n---"))
}

#[test]
fn a_scoping_form_is_a_form_that_cannot_be_sent() {
    let project = document(
        "form",
        "problemScopingQuestions",
        r#"{
  "$schema": "SelfHelpContent",
  "title": "Connect",
  "fileAttachmentHint": "Attach the log",
  "formElements": [
    { "id": "when", "order": 2, "controlType": "DateTimePicker", "displayLabel": "When did it start?", "required": true },
    { "id": "how", "order": 1, "controlType": "dropdown", "displayLabel": "How do you connect?", "watermarkText": "Choose",
      "dropdownOptions": [ { "value": "SSH", "text": "By SSH" }, { "value": "RDP", "text": "By <b>RDP</b>" } ] },
    { "id": "key", "order": 3, "controlType": "textbox", "displayLabel": "Key", "visibility": "how == SSH", "infoBalloonText": "See <a href='https://docs.acme.example/'>docs</a>" },
    { "id": "info", "order": 4, "controlType": "infoblock", "content": "Be <a href=\"javascript:alert(1)\">quick</a><br>now" }
  ]
}"#,
    );
    project.build(0);
    assert_data_eq!(
        project.body("form"),
        str![[r#"
<section class="form" aria-labelledby="form-title">
<h2 id="form-title">Connect</h2>
<p class="muted">This is the form that the portal shows. You can try it out; nothing is sent.</p>
<div class="field"><label for="field-1">How do you connect? <small>optional</small></label>
<select id="field-1"><option value="">Choose</option><option value="SSH">By SSH</option><option value="RDP">By &lt;b&gt;RDP&lt;/b&gt;</option></select></div>
<div class="field"><label for="field-2">When did it start?</label>
<input id="field-2" type="datetime-local" required></div>
<div class="when"><p class="when-text">Shown when “How do you connect?” is By SSH</p><div class="field"><label for="field-3">Key <small>optional</small></label>
<input id="field-3" type="text" aria-describedby="field-3-hint"><div class="hint" id="field-3-hint">See <a href="https://docs.acme.example/">docs</a></div></div></div>
<div class="note note-note" role="note"><p>Be quick<br>now</p>
</div>
<div class="field"><p class="label">Files to attach</p><p>Attach the log</p>
</div>
</section>
"#]]
    );
}

#[test]
fn a_menu_links_its_problems() {
    let project = document(
        "menu",
        "diagnoseandsolve",
        r#"{
  "$schema": "SelfHelpContent",
  "commonProblems": [
    { "id": "a", "title": "It does not start", "description": "After a resize", "commonSolutionArticleId": "start" },
    { "id": "b", "title": "It is slow", "supportTopicId": "32570001",
      "subProblems": [ { "id": "c", "title": "Disk", "commonSolutionArticleId": "nothing" } ] }
  ],
  "troubleshootingTools": []
}"#,
    )
    .article("start", &[], "# Start\n")
    .article("slow", &[("selfHelpType", "generic"), ("supportTopicIds", "32570001"), ("productPesIds", "16578")], "");
    project.build(1);
    assert_data_eq!(
        project.body("menu"),
        str![[r#"
<section class="menu" aria-labelledby="common-problems">
<h2 id="common-problems">Which problem do you have?</h2>
<details class="choice"><summary>It does not start</summary>
<div><p>After a resize</p>
<p><a class="go" href="../acme.compute/start.html">Title of start</a></p></div></details>
<details class="choice"><summary>It is slow</summary>
<div><p class="choice"><span>Disk</span></p><ul><li><a href="../acme.compute/slow.html">Title of slow</a></li></ul><p class="muted">Topic: It is slow <code>32570001</code></p></div></details>
</section>
"#]]
    );
    assert_data_eq!(
        project.findings(),
        str![[r#"
articles/acme.compute/menu.md:21:81: error[broken-article-ref] no article has the id `nothing`

"#]]
    );
}

#[test]
fn a_topic_tree_lists_its_topics_with_their_articles() {
    let project = document(
        "tree",
        "supportTopicDescription",
        r#"{
  "$schema": "SelfHelpContent",
  "shortDescription": "Virtual machines",
  "longDescription": "All about them",
  "productLink1": "https://acme.example/vm", "productLink1Name": "Product page",
  "supportTopics": [
    { "id": "32570001", "shortDescription": "Cannot start", "longDescription": "It stays stopped" }
  ]
}"#,
    )
    .article(
        "start",
        &[("selfHelpType", "generic"), ("supportTopicIds", "32570001"), ("productPesIds", "16578")],
        "",
    );
    project.build(0);
    assert_data_eq!(
        project.body("tree"),
        str![[r#"
<div class="lead"><p>Virtual machines</p>
</div>
<p>All about them</p>
<ul class="links"><li><a href="https://acme.example/vm">https://acme.example/vm</a></li></ul><section aria-labelledby="topics">
<h2 id="topics">Topics <span class="count">1</span></h2>
<ul class="tree">
<li><b>Cannot start</b> <code>32570001</code><p>It stays stopped</p>
<ul class="links"><li><a href="../acme.compute/start.html">Title of start</a></li></ul></li>
</ul>
</section>
"#]]
    );
    assert!(
        project
            .page("acme.compute/start.html")
            .contains(">Cannot start</a> <code>32570001</code></li></ul></dd>")
    );
}

#[test]
fn a_recommendation_shows_what_readers_may_know() {
    let project = document(
        "hint",
        "advisorRecommendationMetadata",
        r#"{
  "$schema": "AdvisorRecommendation",
  "recommendationOwner": "secret-owner",
  "recommendationCategory": "Cost",
  "recommendationImpact": "Medium",
  "displayLabel": "Stop idle machines",
  "longDescription": "They cost money",
  "potentialBenefits": "Lower costs",
  "learnMoreLink": "https://docs.acme.example/idle",
  "dataSourceMetadata": { "streamNamespace": "secret-stream" },
  "actions": [ { "actionType": "Document", "description": "Read how", "documentLink": "https://docs.acme.example/stop" },
    { "actionType": "Blade", "extensionName": "Acme_Compute", "bladeName": "Stop" } ]
}"#,
    );
    project.build(0);
    let body = project.body("hint");
    assert!(!project.page("acme.compute/hint.html").contains("secret"), "{body}");
    assert_data_eq!(
        body,
        str![[r#"
<section class="advice" aria-labelledby="advice">
<dl class="tags"><div><dt>Category</dt><dd>Cost</dd></div><div class="impact" data-impact="medium"><dt>Impact</dt><dd>Medium</dd></div></dl>
<h2 id="advice">Stop idle machines</h2>

<p>They cost money</p>

<div class="note note-tip" role="note"><p class="note-title">What you gain</p><p>Lower costs</p>
</div>
<h2 id="actions">What to do</h2>
<ul class="actions">
<li><a href="https://docs.acme.example/stop">Read how</a></li>
<li>Blade <span class="portal-path">In the portal: Acme_Compute › Stop</span></li>
</ul>
<p><a href="https://docs.acme.example/idle">Learn more about this recommendation</a></p></section>
"#]]
    );
}

#[test]
fn json_that_does_not_parse_shows_what_could_be_read_and_the_fault() {
    let project = document(
        "menu",
        "diagnoseandsolve",
        "{\n  \"$schema\": \"SelfHelpContent\",\n  \"commonProblems\": [\n    { \"id\": \"a\", \"title\": \"First\" }\n    { \"id\": \"b\", \"title\": \"Second\", }\n  ],\n  \"troubleshootingTools\": []\n}",
    );
    project.build(1);
    assert_data_eq!(
        project.findings(),
        str![[r#"
articles/acme.compute/menu.md:19:13: warning[menu-leads-nowhere] this problem leads nowhere
articles/acme.compute/menu.md:19:36: error[json-missing-comma] a comma is missing after this value
articles/acme.compute/menu.md:20:13: warning[menu-leads-nowhere] this problem leads nowhere
articles/acme.compute/menu.md:20:35: error[json-trailing-comma] the comma before this `}` is one too many

"#]]
    );
    assert_data_eq!(
        project.body("menu"),
        str![[r#"
<section class="menu" aria-labelledby="common-problems">
<h2 id="common-problems">Which problem do you have?</h2>
<p class="choice"><span>First</span></p>
<p class="choice"><span>Second</span></p>
</section><section class="note note-caution" aria-labelledby="fault">
<p class="note-title" id="fault">Part of this article’s source cannot be read</p>
<p>a comma is missing after this value</p>
<p class="muted">articles/acme.compute/menu.md:19:36</p>
<pre class="source" tabindex="0"><code><span class="line"><span class="number">17</span>  &quot;$schema&quot;: &quot;SelfHelpContent&quot;,
</span><span class="line"><span class="number">18</span>  &quot;commonProblems&quot;: [
</span><span class="line"><span class="number">19</span>    { &quot;id&quot;: &quot;a&quot;, &quot;title&quot;: &quot;First&quot; }<mark class="here"></mark>
</span><span class="line"><span class="number">20</span>    { &quot;id&quot;: &quot;b&quot;, &quot;title&quot;: &quot;Second&quot;, }
</span><span class="line"><span class="number">21</span>  ],
</span></code></pre>
</section>
"#]]
    );
}

#[test]
fn a_document_without_json_says_so() {
    let project = Project::new()
        .article(
            "none",
            &[
                ("selfHelpType", "problemScopingQuestions"),
                ("supportTopicIds", "32570001"),
                ("productPesIds", "16578"),
                ("schemaVersion", "1"),
            ],
            "# Nothing\n",
        )
        .article(
            "text",
            &[("selfHelpType", "supportTopicDescription"), ("productPesIds", "16578")],
            "# Text\n---\nnot json\n---\n",
        )
        .article(
            "fence",
            &[("selfHelpType", "diagnoseandsolve")],
            "# F\n{ \"$schema\": \"SelfHelpContent\", \"commonProblems\": [], \
             \"troubleshootingTools\": [] }\n",
        );
    project.build(1);
    for id in ["none", "text", "fence"] {
        project.body(id);
    }
    assert_data_eq!(
        project.findings(),
        str![[r#"
articles/acme.compute/fence.md:15:1: error[json-fence-missing] the `---` line before the JSON is missing
articles/acme.compute/fence.md:15:83: error[json-fence-missing] the `---` line after the JSON is missing
articles/acme.compute/none.md:17:1: error[json-missing] there is no JSON object in this article
articles/acme.compute/text.md:15:1: error[json-missing] there is no JSON object in this article

"#]]
    );
}

#[test]
fn sections_and_tokens_of_diagnostics_are_shown() {
    let project = Project::new().article(
        "cause",
        &[("selfHelpType", "rca"), ("pageTitle", "Why <!--$vmname-->[Machine]<!--/$vmname--> failed")],
        "# Cause\n\n<!--issueDescription-->\nThe **machine** <!--$vmname-->[Name]<!--/$vmname--> failed.\n<!--/issueDescription-->\n\n<!--recommendedActions-->\n- Wait\n<!--/recommendedActions-->\n\n<!--- for staff only -->\n",
    );
    project.run(&["build"]);
    assert!(project.page("acme.compute/cause.html").contains("<h1>Why Machine failed</h1>"));
    assert_data_eq!(
        project.body("cause"),
        str![[r#"
<section class="section section-issuedescription" aria-label="Issue description"><p class="section-label">Issue description</p>
<p>The <strong>machine</strong> <span class="token" title="Filled in at run time: vmname">Name</span> failed.</p>
</section>
<section class="section section-recommendedactions" aria-label="Recommended actions"><p class="section-label">Recommended actions</p>
<ul>
<li>Wait</li>
</ul>
</section>
"#]]
    );
}

#[test]
fn apollo_elements_are_cards() {
    let project = Project::new().article(
        "slow",
        &[("selfHelpType", "Apollo")],
        "## The machine is slow\n\n:::Check:::\nText<insight>\n<symptomId>cpu</symptomId>\n<executionText>Looking</executionText>\n</insight>\n\n<metric>\n<name>Percentage CPU</name>\n<aggregationType>Avg</aggregationType>\n</metric>\n\n<videoGroup>\n<video>\n<src>https://video.acme.example/1</src>\n<title>How to</title>\n</video>\n</videoGroup>\n:::\n\nEnd\n",
    );
    project.build(0);
    assert_data_eq!(
        project.body("slow"),
        str![[r#"
<section class="panel"><h2 id="check">Check</h2>
<p>Text</p>
<div class="card card-insight"><p class="card-kind">Insight</p><p class="card-title">Checks of your resource run here in the portal</p><dl><dt>Symptoms</dt><dd>cpu</dd><dt>While it runs</dt><dd>Looking</dd><dt>Shows at most</dt><dd>3</dd></dl></div>
<div class="card card-metric"><p class="card-kind">Metric</p><p class="card-title">Percentage CPU</p><dl><dt>Aggregation</dt><dd>Avg</dd></dl></div>
<div class="video-group">
<a class="card card-video" href="https://video.acme.example/1"><span class="card-title">How to</span><span class="card-kind">Opens video.acme.example</span></a>
</div>
</section>
<p>End</p>
"#]]
    );
}

#[test]
fn what_an_object_that_is_cut_off_lacks_is_one_fault() {
    let body = |rest: &str| {
        format!(
            "# Menu\n---\n{{\"$schema\": \"SelfHelpContent\", \"commonProblems\": [{{\"title\": \"No id\"}}, {{\"id\": \"b\"{rest}"
        )
    };
    let project = Project::new().article("menu", &[("selfHelpType", "diagnoseandsolve")], &body(""));
    let found = project.findings();
    assert!(found.contains("error[json-unclosed-bracket]"), "{found}");
    // The first problem is whole; the second one and the menu are not.
    assert_eq!(found.matches("missing-key").count(), 1, "{found}");
    project.put(
        "articles/acme.compute/menu.md",
        article("menu", &[("selfHelpType", "diagnoseandsolve")], &body("}]}\n---\n")),
    );
    let found = project.findings();
    assert_eq!(found.matches("missing-key").count(), 3, "{found}");
}
