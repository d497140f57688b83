//! The syntax of JSON: what the reader reports, documented.

use super::{Group, Rule, Severity};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "json-bad-escape",
        group: Group::Json,
        severity: Severity::Error,
        summary: "A text holds an escape that JSON does not know.",
        explanation: "In a JSON text a backslash starts an escape, and only `\\\"`, `\\\\`, `\\/`, `\\b`, `\\f`, \
            `\\n`, `\\r`, `\\t` and `\\u` with four digits are known. Mostly it was meant as a backslash: a \
            path, a pattern, a domain with a user.\n\nWrite `\\\\` for a backslash.",
        bad: &["kind: problemScopingQuestions\n# Billing\n---\n{\"title\": \"Copy to ⟦\\h⟧ome\"}\n---"],
        good: &["kind: problemScopingQuestions\n# Billing\n---\n{\"title\": \"Copy to \\\\home\"}\n---"],
    },
    Rule {
        name: "json-bad-literal",
        group: Group::Json,
        severity: Severity::Error,
        summary: "A word stands where a value belongs.",
        explanation: "Without quotes JSON knows `true`, `false`, `null` and numbers, all in lower case. Strict \
            readers, the portal's among them, stop at the first such fault, and the whole form is missing; \
            casebook reads on and shows what it can.\n\nWrite the literal as it is spelt, or put the text in \
            quotes.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"resourceRequired\": ⟦True⟧}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{\"resourceRequired\": ⟦yes⟧}\n---",
        ],
        good: &["kind: problemScopingQuestions\n# Billing\n---\n{\"resourceRequired\": true}\n---"],
    },
    Rule {
        name: "json-comment",
        group: Group::Json,
        severity: Severity::Error,
        summary: "A comment stands in the JSON.",
        explanation: "JSON has no comments. Strict readers, the portal's among them, stop at the first such fault, and \
            the whole form is missing; casebook reads on and shows what it can.\n\nRemove the comment; a \
            note for other authors can stand in a comment before the header.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\n  ⟦// ask for the plan⟧\n  \"title\": \"Billing\"\n}\n---",
        ],
        good: &["kind: problemScopingQuestions\n# Billing\n---\n{\n  \"title\": \"Billing\"\n}\n---"],
    },
    Rule {
        name: "json-control-char",
        group: Group::Json,
        severity: Severity::Error,
        summary: "A text holds a raw control character.",
        explanation: "Invisible characters come along when text is copied from a console or a document. JSON does not \
            allow them in a text.\n\nRemove the character, or write it as an escape if it is meant.",
        bad: &["kind: problemScopingQuestions\n# Billing\n---\n{\"title\": \"Bill⟦\u{1}⟧ing\"}\n---"],
        good: &["kind: problemScopingQuestions\n# Billing\n---\n{\"title\": \"Billing\"}\n---"],
    },
    Rule {
        name: "json-double-comma",
        group: Group::Json,
        severity: Severity::Error,
        summary: "Two commas follow each other.",
        explanation: "Between two commas a value would have to stand. Strict readers, the portal's among them, stop at \
            the first such fault, and the whole form is missing; casebook reads on and shows what it \
            can.\n\nRemove one of them.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"title\": \"Billing\",⟦,⟧ \"resourceRequired\": true}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"title\": \"Billing\", \"resourceRequired\": true}\n---",
        ],
    },
    Rule {
        name: "json-doubled-quote",
        group: Group::Json,
        severity: Severity::Error,
        summary: "A quote is doubled.",
        explanation: "One quote opens a text and one closes it; a second one right beside it opens a text that nobody \
            meant. Strict readers, the portal's among them, stop at the first such fault, and the whole form \
            is missing; casebook reads on and shows what it can.\n\nWrite one quote at each end, and `\\\"` \
            for a quote inside the text.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"title\": \"Billing\"⟦\"⟧, \"resourceRequired\": true}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"title\": \"Billing\", \"resourceRequired\": true}\n---",
        ],
    },
    Rule {
        name: "json-extra-bracket",
        group: Group::Json,
        severity: Severity::Error,
        summary: "A bracket closes nothing.",
        explanation: "A brace or bracket too many ends the object before its time: what follows belongs to nothing. \
            Strict readers, the portal's among them, stop at the first such fault, and the whole form is \
            missing; casebook reads on and shows what it can.\n\nRemove it, or add the counterpart that is \
            missing further up.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"title\": \"Billing\"⟦}⟧, \"resourceRequired\": true}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{\"title\": \"Billing\"}\n⟦}⟧\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"title\": \"Billing\", \"resourceRequired\": true}\n---",
        ],
    },
    Rule {
        name: "json-extra-data",
        group: Group::Json,
        severity: Severity::Error,
        summary: "Something follows the end of the object.",
        explanation: "An article has one object, and this text stands after its end. Either it is a leftover, or a \
            brace closes the object too early.\n\nRemove the text, or the brace.",
        bad: &["kind: problemScopingQuestions\n# Billing\n---\n{\"title\": \"Billing\"}\n⟦see below⟧\n---"],
        good: &["kind: problemScopingQuestions\n# Billing\n---\n{\"title\": \"Billing\"}\n---"],
    },
    Rule {
        name: "json-leading-comma",
        group: Group::Json,
        severity: Severity::Error,
        summary: "A comma stands before the first item.",
        explanation: "A comma separates two items, and before the first there is none. Strict readers, the portal's \
            among them, stop at the first such fault, and the whole form is missing; casebook reads on and \
            shows what it can.\n\nRemove it.",
        bad: &["kind: problemScopingQuestions\n# Billing\n---\n{⟦,⟧\"title\": \"Billing\"}\n---"],
        good: &["kind: problemScopingQuestions\n# Billing\n---\n{\"title\": \"Billing\"}\n---"],
    },
    Rule {
        name: "json-missing-close-quote",
        group: Group::Json,
        severity: Severity::Error,
        summary: "A text's closing quote is missing.",
        explanation: "Without its closing quote a text runs into the next line and takes the following key with it. \
            Strict readers, the portal's among them, stop at the first such fault, and the whole form is \
            missing; casebook reads on and shows what it can.\n\nAdd the quote at the end of the text.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\n  \"title\": \"Billing⟦⟧,\n  \"resourceRequired\": true\n}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\n  \"title\": \"Billing\",\n  \"resourceRequired\": true\n}\n---",
        ],
    },
    Rule {
        name: "json-missing-colon",
        group: Group::Json,
        severity: Severity::Error,
        summary: "The colon after a key is missing.",
        explanation: "A key and its value are joined by a colon; `=`, a second quote or nothing at all in its place \
            ends the member. Strict readers, the portal's among them, stop at the first such fault, and the \
            whole form is missing; casebook reads on and shows what it can.\n\nWrite `\"key\": value`.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"title\"⟦⟧ \"Billing\"}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{\"title\" ⟦=⟧ \"Billing\"}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{⟦\"resourceRequired=true\"⟧}\n---",
        ],
        good: &["kind: problemScopingQuestions\n# Billing\n---\n{\"title\": \"Billing\"}\n---"],
    },
    Rule {
        name: "json-missing-comma",
        group: Group::Json,
        severity: Severity::Error,
        summary: "The comma between two items is missing.",
        explanation: "Two members of an object, or two elements of a list, are separated by a comma. It is lost most \
            often where a line was added at the end. Strict readers, the portal's among them, stop at the \
            first such fault, and the whole form is missing; casebook reads on and shows what it can.\n\nAdd \
            the comma after the earlier item.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\n  \"title\": \"Billing\"⟦⟧\n  \"resourceRequired\": true\n}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{\"title\": \"Billing\"⟦;⟧ \"resourceRequired\": true}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"title\": \"Billing\", \"resourceRequired\": true}\n---",
        ],
    },
    Rule {
        name: "json-missing-key-quote",
        group: Group::Json,
        severity: Severity::Error,
        summary: "A key lacks its closing quote.",
        explanation: "Without it, the key takes the colon and the value along. Strict readers, the portal's among \
            them, stop at the first such fault, and the whole form is missing; casebook reads on and shows \
            what it can.\n\nAdd the quote before the colon.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"title⟦⟧: \"Billing\", \"resourceRequired\": true}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"title\": \"Billing\", \"resourceRequired\": true}\n---",
        ],
    },
    Rule {
        name: "json-missing-open-quote",
        group: Group::Json,
        severity: Severity::Error,
        summary: "A text's opening quote is missing.",
        explanation: "A text starts with a quote; without one its first word is taken for a value that JSON does not \
            know. Strict readers, the portal's among them, stop at the first such fault, and the whole form \
            is missing; casebook reads on and shows what it can.\n\nAdd the quote.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"title\": ⟦⟧Billing\", \"resourceRequired\": true}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"title\": \"Billing\", \"resourceRequired\": true}\n---",
        ],
    },
    Rule {
        name: "json-missing-value",
        group: Group::Json,
        severity: Severity::Error,
        summary: "A key has no value, or a value no key.",
        explanation: "Every member of an object is a key with a value. Strict readers, the portal's among them, stop \
            at the first such fault, and the whole form is missing; casebook reads on and shows what it \
            can.\n\nWrite `\"key\": value`, with `null` or `\"\"` for nothing, or remove the member.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"title\": \"Billing\", \"resourceRequired\"⟦:⟧ }\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{\"title\": \"Billing\", ⟦\"resourceRequired\"⟧}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"title\": \"Billing\", \"resourceRequired\": true}\n---",
        ],
    },
    Rule {
        name: "json-raw-newline",
        group: Group::Json,
        severity: Severity::Error,
        summary: "A text holds a raw line end.",
        explanation: "A JSON text stands on one line. Strict readers, the portal's among them, stop at the first such \
            fault, and the whole form is missing; casebook reads on and shows what it can.\n\nWrite `\\n`, \
            or `<br>` where the text is shown; the repair writes `\\n`.",
        bad: &["kind: problemScopingQuestions\n# Billing\n---\n{\"title\": \"Billing⟦\n⟧and payment\"}\n---"],
        good: &["kind: problemScopingQuestions\n# Billing\n---\n{\"title\": \"Billing\\nand payment\"}\n---"],
    },
    Rule {
        name: "json-raw-tab",
        group: Group::Json,
        severity: Severity::Error,
        summary: "A text holds a raw tab.",
        explanation: "A tab in a text comes from a table or a console, and JSON does not allow it.\n\nWrite a space, \
            or `\\t` if the tab is meant; the repair writes `\\t`.",
        bad: &["kind: problemScopingQuestions\n# Billing\n---\n{\"title\": \"Billing⟦\t⟧and payment\"}\n---"],
        good: &["kind: problemScopingQuestions\n# Billing\n---\n{\"title\": \"Billing and payment\"}\n---"],
    },
    Rule {
        name: "json-smart-quote",
        group: Group::Json,
        severity: Severity::Error,
        summary: "Typographic quotes stand where straight ones belong.",
        explanation: "Word processors and chats turn straight quotes into curly ones, which delimit nothing in JSON. \
            Strict readers, the portal's among them, stop at the first such fault, and the whole form is \
            missing; casebook reads on and shows what it can.\n\nWrite straight quotes, `\"`.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"title\": ⟦“⟧Billing”, \"resourceRequired\": true}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"title\": \"Billing\", \"resourceRequired\": true}\n---",
        ],
    },
    Rule {
        name: "json-syntax",
        group: Group::Json,
        severity: Severity::Error,
        summary: "The JSON does not parse.",
        explanation: "The fault has none of the causes that have a rule of their own: single quotes around a text, a \
            bracket that is never opened, an odd blank, or stray text. Strict readers, the portal's among \
            them, stop at the first such fault, and the whole form is missing; casebook reads on and shows \
            what it can.\n\nThe message says what was found; most editors mark the same place when the part \
            between the `---` lines is opened as JSON.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"title\": ⟦'⟧Billing', \"resourceRequired\": true}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": ⟦⟧{\"id\": \"plan\"}, {\"id\": \"size\"}]}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"title\": \"Billing\", \"resourceRequired\": true}\n---",
        ],
    },
    Rule {
        name: "json-too-deep",
        group: Group::Json,
        severity: Severity::Error,
        summary: "The JSON is nested too deeply.",
        explanation: "More than 128 brackets inside each other are a mistake, mostly a bracket that is opened again \
            and again. Nothing after this place was read.\n\nFlatten the value.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"a\": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[⟦[⟧\n---",
        ],
        good: &["kind: problemScopingQuestions\n# Billing\n---\n{\"a\": [[[1]]]}\n---"],
    },
    Rule {
        name: "json-trailing-comma",
        group: Group::Json,
        severity: Severity::Error,
        summary: "A comma stands after the last item.",
        explanation: "JavaScript allows it and JSON does not. Strict readers, the portal's among them, stop at the \
            first such fault, and the whole form is missing; casebook reads on and shows what it \
            can.\n\nRemove the comma.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\n  \"title\": \"Billing\",\n  \"resourceRequired\": true⟦,⟧\n}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\n  \"title\": \"Billing\",\n  \"resourceRequired\": true\n}\n---",
        ],
    },
    Rule {
        name: "json-unclosed-bracket",
        group: Group::Json,
        severity: Severity::Error,
        summary: "A bracket is not closed.",
        explanation: "What is opened must be closed, in the right order. The finding stands where the counterpart \
            belongs; the related place is the bracket that is open.\n\nAdd the bracket that is named.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"plan\"}⟦⟧}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"plan\"}]}\n---",
        ],
    },
    Rule {
        name: "json-unescaped-quote",
        group: Group::Json,
        severity: Severity::Error,
        summary: "A text holds a quote that is not escaped.",
        explanation: "A quote inside a text ends the text, and the rest of it is no JSON. Strict readers, the portal's \
            among them, stop at the first such fault, and the whole form is missing; casebook reads on and \
            shows what it can.\n\nWrite `\\\"`, or single quotes, which HTML attributes take as well.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"title\": \"Choose ⟦\"⟧Billing\" first\", \"resourceRequired\": true}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"title\": \"Choose \\\"Billing\\\" first\", \"resourceRequired\": true}\n---",
        ],
    },
    Rule {
        name: "json-unquoted-key",
        group: Group::Json,
        severity: Severity::Error,
        summary: "A key is not quoted.",
        explanation: "JavaScript allows bare keys and JSON does not. Strict readers, the portal's among them, stop at \
            the first such fault, and the whole form is missing; casebook reads on and shows what it \
            can.\n\nPut the key in straight double quotes.",
        bad: &["kind: problemScopingQuestions\n# Billing\n---\n{⟦title⟧: \"Billing\"}\n---"],
        good: &["kind: problemScopingQuestions\n# Billing\n---\n{\"title\": \"Billing\"}\n---"],
    },
];
