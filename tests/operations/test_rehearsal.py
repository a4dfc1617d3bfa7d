"""deploy/rehearse.py knows every step and image of the files that it rehearses (docs/larger.md).

It needs root and minutes, so that it runs apart; that it would not stop at a word is asked here.
"""

from __future__ import annotations

import pytest

from deploy import compose
from deploy.rehearsal import dockerfile, images

pytestmark = pytest.mark.setup
SERVICES = compose.read(compose.FIRST, compose.SCALE)["services"]
CONTEXTS = sorted({one["build"] for one in SERVICES.values() if "build" in one})
KNOWN = {"FROM", "RUN", "COPY", "ENV", "WORKDIR", "USER", "CMD", "EXPOSE"}


def test_each_image_has_its_root():
    for name, service in SERVICES.items():
        if "build" not in service:
            assert service["image"].partition(":")[0] in images.PACKAGES, name


@pytest.mark.parametrize("context", CONTEXTS)
def test_each_step_of_the_dockerfiles_is_known(context):
    folder = compose.ROOT / context
    steps = dockerfile.instructions(folder / "Dockerfile")
    assert {word for word, _rest in steps} <= KNOWN
    for word, rest in steps:
        if word == "FROM":
            assert rest.split()[0].partition(":")[0] in images.PACKAGES
        if word == "COPY" and not rest.startswith("--from"):
            for source in rest.split()[:-1]:
                assert (folder / source).exists(), source
                assert dockerfile.allowed(folder, source), f"{source} is left out of the context"


def test_what_is_done_otherwise_stands_in_the_file():
    """A step that the file does not have any more is no difference."""
    import re

    text = (compose.ROOT / "Dockerfile").read_text()
    assert all(re.search(pattern, text) for pattern, _other in dockerfile.INSTEAD)


def test_keys_that_a_service_may_have_are_all_obeyed():
    """Red when a file declares something that the rehearsal would pass over in silence."""
    obeyed = {
        "build", "image", "restart", "init", "read_only", "tmpfs", "cap_drop", "security_opt",
        "networks", "environment", "secrets", "depends_on", "command", "entrypoint", "volumes",
        "healthcheck", "ports", "shm_size", "deploy",
    }  # fmt: skip
    assert {key for service in SERVICES.values() for key in service} <= obeyed
    assert {key for one in SERVICES.values() for key in one.get("deploy", {})} <= {"replicas"}
