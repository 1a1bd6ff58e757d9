"""The jobs for the hosts: started every night, let off by a fork that was not set up, with as few rights as will do."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from tests.support.sites import put_file

ROOT = Path(__file__).resolve().parent.parent
GITHUB = ".github/workflows/publish.yml"
FORGEJO = ".forgejo/workflows/publish.yml"
GITLAB = ".gitlab-ci.yml"
SCRIPT = ROOT / ".ci/publish"
BERLIN = ZoneInfo("Europe/Berlin")


def read(name: str) -> dict[Any, Any]:
    found = yaml.safe_load((ROOT / name).read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def started_by(workflow: dict[Any, Any]) -> dict[str, Any]:
    """What stands below »on«, which YAML takes for a yes."""
    found = workflow[True]
    assert isinstance(found, dict)
    return found


def jobs_of(name: str) -> dict[str, Any]:
    found = read(name)
    jobs = found["jobs"] if "jobs" in found else {key: value for key, value in found.items() if "script" in value}
    assert isinstance(jobs, dict)
    return jobs


@pytest.mark.parametrize("name", [GITHUB, FORGEJO])
def test_it_starts_when_main_changes_and_every_night_after_midnight(name: str) -> None:
    on = started_by(read(name))
    assert on["push"] == {"branches": ["main"]}
    assert "pull_request" not in on, "strangers' changes would run with our keys"
    assert "pull_request_target" not in on
    (night,) = on["schedule"]
    minute, hour, *days = night["cron"].split()
    assert days == ["*", "*", "*"]
    for month in (1, 7):
        there = dt.datetime(2027, month, 15, int(hour), int(minute), tzinfo=dt.UTC).astimezone(BERLIN)
        # After midnight, so that the day that is built for is the new one.
        assert there.hour < 4


def test_in_gitlab_it_starts_when_the_main_branch_changes_and_when_its_clock_says_so() -> None:
    for job in jobs_of(GITLAB).values():
        (rule,) = job["rules"]
        assert "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH" in rule["if"]
        asked = re.search(r"\$CI_PIPELINE_SOURCE =~ /(.*)/", rule["if"])
        assert asked is not None
        kinds = ("push", "schedule", "merge_request_event", "external_pull_request_event", "trigger")
        assert [kind for kind in kinds if re.search(asked[1], kind)] == ["push", "schedule"]
        assert set(rule) == {"if"}


@pytest.mark.parametrize("name", [GITHUB, FORGEJO, GITLAB])
def test_a_fork_that_was_not_set_up_does_nothing(name: str) -> None:
    for job in jobs_of(name).values():
        condition = job["if"] if "if" in job else job["rules"][0]["if"]
        assert re.match(r"(vars\.|\$)KIEZ_VEROEFFENTLICHEN == ['\"](ja|pages)['\"]($| && )", condition)
        assert "||" not in condition


@pytest.mark.parametrize("name", [GITHUB, FORGEJO])
def test_it_may_only_read(name: str) -> None:
    workflow = read(name)
    assert workflow["permissions"] in ({}, {"contents": "read"})
    for job in workflow["jobs"].values():
        assert job.get("permissions", {"contents": "read"}) == {"contents": "read"}


@pytest.mark.parametrize("name", [GITHUB, FORGEJO, GITLAB])
def test_one_at_a_time_comes_to_its_end_and_none_hangs(name: str) -> None:
    found = read(name)
    if name == GITLAB:
        site = found[".site"]
        assert (site["interruptible"], site["timeout"]) == (False, "45 minutes")
        assert site["resource_group"]
        assert all(job["extends"] == ".site" for job in jobs_of(name).values())
        return
    assert found["concurrency"] == {"group": "veroeffentlichen", "cancel-in-progress": False}
    assert all(0 < job["timeout-minutes"] <= 60 for job in found["jobs"].values())


@pytest.mark.parametrize("name", [GITHUB, FORGEJO, GITLAB])
def test_nothing_that_fails_passes_for_good(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert not re.search(r"continue-on-error|allow_failure|\|\| true|set \+e", text)


@pytest.mark.parametrize("name", [GITHUB, FORGEJO, GITLAB])
def test_foreign_code_is_named_by_its_digest_or_not_at_all(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    uses = re.findall(r"uses: *(\S+)", text)
    assert [one for one in uses if not re.fullmatch(r"actions/(checkout|cache)@[0-9a-f]{40}", one)] == []
    assert "include:" not in text
    assert bool(uses) == (name == GITHUB)


@pytest.mark.parametrize("name", [GITHUB, FORGEJO])
def test_what_a_stranger_may_name_is_never_put_into_a_command(name: str) -> None:
    for job in jobs_of(name).values():
        assert [step["run"] for step in job["steps"] if "${{" in step.get("run", "")] == []


@pytest.mark.parametrize("name", [GITHUB, GITLAB])
def test_made_things_are_kept_from_night_to_night(name: str) -> None:
    if name == GITLAB:
        assert read(name)[".site"]["cache"]["paths"] == ["cache/"]
        return
    kept = [step["with"] for job in jobs_of(name).values() for step in job["steps"] if "cache@" in step.get("uses", "")]
    assert [one["path"] for one in kept] == ["cache"]


@pytest.mark.parametrize("name", [GITHUB, FORGEJO, GITLAB])
def test_no_secret_stands_in_the_file(name: str) -> None:
    for variable, value in re.findall(
        r"^ +(\w*(?:KEY|TOKEN|SECRET)\w*): *(.*)$", (ROOT / name).read_text("utf-8"), re.MULTILINE
    ):
        assert re.fullmatch(r"\$\{\{ (secrets\.\w+|github\.token) \}\}", value), variable


@pytest.mark.parametrize("name", [GITHUB, FORGEJO, GITLAB])
def test_what_is_run_exists(name: str) -> None:
    commands = "\n".join(re.findall(r"(?:run:|-) (\.ci/\S+)", (ROOT / name).read_text("utf-8")))
    assert set(commands.splitlines()) == {".ci/publish"}
    assert os.access(SCRIPT, os.X_OK)
    assert re.findall(r"tasks\.py (\S+)", SCRIPT.read_text("utf-8")) == ["publish"]
    shown = subprocess.run(
        [sys.executable, str(ROOT / "tasks.py"), "--list"], capture_output=True, encoding="utf-8", check=True
    )
    assert re.search(r"^ +publish ", shown.stdout, re.MULTILINE)


# ── what the jobs run ──


def run_script(tmp_path: Path, tasks: str, **more: str) -> subprocess.CompletedProcess[str]:
    """The script in a project whose tasks.py is ``tasks``, with a home of its own."""
    script = put_file(tmp_path, "projekt/.ci/publish", SCRIPT.read_text("utf-8"))
    script.chmod(0o755)
    put_file(tmp_path, "projekt/tasks.py", tasks)
    (tmp_path / "heim").mkdir()
    env = {key: value for key, value in os.environ.items() if not key.startswith(("SSH_", "KIEZ_"))}
    env |= {"HOME": str(tmp_path / "heim")} | more
    return subprocess.run([str(script)], env=env, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)


def has_ended(number: int) -> bool:
    """Whether a process ends, which takes it a moment after it was told."""
    for _ in range(100):
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_the_code_of_the_publishing_is_that_of_the_job(tmp_path: Path) -> None:
    assert run_script(tmp_path, "import sys\nsys.exit(2)\n").returncode == 2


@pytest.mark.skipif(os.name == "nt", reason="the jobs run on Linux")
def test_a_key_goes_to_an_agent_and_nowhere_else(tmp_path: Path) -> None:
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "probe", "-f", str(key)], check=True)
    tell = """import os, subprocess
print(os.getcwd(), "KIEZ_SSH_KEY" in os.environ, os.environ["SSH_AGENT_PID"])
print(subprocess.run(["ssh-add", "-l"], capture_output=True, encoding="utf-8").stdout)
"""
    # As a window on the web gives it back: with the ends of lines of Windows.
    text = key.read_text("utf-8").replace("\n", "\r\n")
    done = run_script(tmp_path, tell, KIEZ_SSH_KEY=text, KIEZ_KNOWN_HOSTS="kiez.berlin ssh-ed25519 AAAA")
    assert done.returncode == 0, done.stderr
    first, listed, *_ = done.stdout.splitlines()
    folder, has_key, agent = first.rsplit(" ", 2)
    assert (folder, has_key) == (str(tmp_path / "projekt"), "False")
    assert "probe (ED25519)" in listed
    assert has_ended(int(agent))
    home = {file.name: file.read_text("utf-8") for file in (tmp_path / "heim").rglob("*") if file.is_file()}
    assert home == {"known_hosts": "kiez.berlin ssh-ed25519 AAAA\n"}


def test_a_key_without_the_servers_own_is_not_used(tmp_path: Path) -> None:
    done = run_script(tmp_path, "print('veröffentlicht')\n", KIEZ_SSH_KEY="x")
    assert done.returncode != 0
    assert "KIEZ_KNOWN_HOSTS: fehlt" in done.stderr
    assert "veröffentlicht" not in done.stdout
