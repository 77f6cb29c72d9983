"""The commands by which people decide, and what is made of it: decide, weights."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from riwaya.cli.options import Commands, format_option, known_at_option, store_option
from riwaya.cli.output import count, output, print_json, print_lines

if TYPE_CHECKING:
    from riwaya.store.decisions import Decision
    from riwaya.store.store import Store

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _decision(command: _Command) -> _Command:
    """The options of every decision that changes something."""
    seen = click.option(
        "--seen",
        metavar="N",
        type=click.IntRange(0),
        required=True,
        help="The number that was printed with what you looked at.",
    )
    return _saying(seen(command))


def _saying(command: _Command) -> _Command:
    """The options of whatever somebody says: who, and why."""
    options = (
        store_option,
        click.option("--who", metavar="NAME", envvar="RIWAYA_WHO", required=True, help="Who decides; or RIWAYA_WHO."),
        click.option("--why", metavar="TEXT", required=True, help="The reason, for those who read it later."),
        format_option("table", "jsonl"),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group("decide", cls=Commands)
def decide_group() -> None:
    """Decide what is one incident and what is not, and take decisions back.

    A happening is a document and an incident of its reading, such as 3f2a9c/i1; of a document, the beginning of its id
    is enough. Whoever decides says what he looked at: the number that `riwaya show`, `incidents`, `suggestions`,
    `review` and `decide list` print as seen. Where somebody decided on the same incident since then, nothing is kept,
    and the message tells what.

    A decision shows at once, and no later run of the machine overturns it.

    Ends with 0; with 1 where somebody decided meanwhile; with 2 where the decision makes no sense.
    """


@decide_group.command("confirm")
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@_decision
def confirm_command(a: str, b: str, store: str, who: str, why: str, seen: int, form: str) -> None:
    """Say that the happenings A and B are one incident."""
    from riwaya.store.naming import find_happening

    def make(opened: Store) -> Decision:
        return opened.confirm(find_happening(opened, a), find_happening(opened, b), who=who, why=why, seen=seen)

    _keep(store, form, make)


@decide_group.command("reject")
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@_decision
def reject_command(a: str, b: str, store: str, who: str, why: str, seen: int, form: str) -> None:
    """Say that the happenings A and B are not one incident."""
    from riwaya.store.naming import find_happening

    def make(opened: Store) -> Decision:
        return opened.reject(find_happening(opened, a), find_happening(opened, b), who=who, why=why, seen=seen)

    _keep(store, form, make)


@decide_group.command("merge")
@click.argument("incidents", metavar="ID...", nargs=-1, required=True)
@_decision
def merge_command(incidents: tuple[str, ...], store: str, who: str, why: str, seen: int, form: str) -> None:
    """Say that some incidents are one. ID is that of `riwaya incidents`."""
    _keep(store, form, lambda opened: opened.merge(incidents, who=who, why=why, seen=seen))


@decide_group.command("split")
@click.argument("incident", metavar="ID")
@click.argument("parts", metavar="PART...", nargs=-1, required=True)
@_decision
def split_command(incident: str, parts: tuple[str, ...], store: str, who: str, why: str, seen: int, form: str) -> None:
    """Say that some of what an incident brings together is another one.

    ID is that of `riwaya incidents`. PART is a document of it, or a happening of a document, or one of its accounts as
    `riwaya show` names them; all parts together are taken out. Accounts that a document itself tells as one happening
    go together.
    """
    from riwaya.store.naming import find_part

    def make(opened: Store) -> Decision:
        return opened.split(incident, find_part(opened, incident, parts), who=who, why=why, seen=seen)

    _keep(store, form, make)


@decide_group.command("amend")
@click.argument("account", metavar="ACCOUNT")
@click.argument("field", metavar="FIELD")
@click.argument("values", metavar="[VALUE]...", nargs=-1)
@_decision
def amend_command(
    account: str, field: str, values: tuple[str, ...], store: str, who: str, why: str, seen: int, form: str
) -> None:
    """Say what an account really tells of a field.

    ACCOUNT is a document and one of its accounts, such as 3f2a9c/a1, as `riwaya show` names them. VALUE is as in the
    record, in JSON; a word or a number will do where the record has no more than that. Without one the account tells
    nothing of the field. What the machine read stays beside it, and `riwaya show` prints both.
    """
    from riwaya.store.naming import find_account

    def make(opened: Store) -> Decision:
        told = [_value(value) for value in values]
        return opened.amend(*find_account(opened, account), field, told, who=who, why=why, seen=seen)

    _keep(store, form, make)


def _value(text: str) -> Any:
    """A value as it was given: JSON where it is some, else the words."""
    try:
        return json.loads(text)
    except ValueError:
        return text


@decide_group.command("withdraw")
@click.argument("document", metavar="DOCUMENT")
@_decision
def withdraw_command(document: str, store: str, who: str, why: str, seen: int, form: str) -> None:
    """Take a document out of what is listed, searched and grouped; it stays in the store."""
    _keep(store, form, lambda opened: opened.withdraw(opened.document(document).id, who=who, why=why, seen=seen))


@decide_group.command("restore")
@click.argument("document", metavar="DOCUMENT")
@_decision
def restore_command(document: str, store: str, who: str, why: str, seen: int, form: str) -> None:
    """Bring a document back that was withdrawn."""
    _keep(store, form, lambda opened: opened.restore(opened.document(document).id, who=who, why=why, seen=seen))


@decide_group.command("note")
@click.argument("incident", metavar="ID")
@_saying
def note_command(incident: str, store: str, who: str, why: str, form: str) -> None:
    """Say something of an incident; --why is all of it. It changes nothing, and stands in nobody's way."""
    _keep(store, form, lambda opened: opened.note(incident, who=who, why=why))


@decide_group.command("review")
@click.argument("item", metavar="ITEM")
@click.argument("state", metavar="STATE", type=click.Choice(["accepted", "rejected", "skipped"]))
@_decision
def review_command(item: str, state: str, store: str, who: str, why: str, seen: int, form: str) -> None:
    """Say what you found on looking at an item of `riwaya review`.

    STATE is accepted where it holds, rejected where it does not, skipped to set it aside.
    """
    _keep(store, form, lambda opened: opened.review(item, state, who=who, why=why, seen=seen))


@decide_group.command("undo")
@click.argument("number", metavar="N", type=click.IntRange(1))
@_decision
def undo_command(number: int, store: str, who: str, why: str, seen: int, form: str) -> None:
    """Take decision N back, which may itself have taken one back."""
    _keep(store, form, lambda opened: opened.undo(number, who=who, why=why, seen=seen))


@decide_group.command("list")
@store_option
@known_at_option
@format_option("table", "jsonl")
def list_command(store: str, at: str | None, form: str) -> None:
    """List all decisions in order: who, what, when and why, and whether each still stands."""
    from riwaya.exports.lines import with_isolates
    from riwaya.store import open_store
    from riwaya.store.runs import decision_as_dict, find_decided

    with open_store(store, make=False) as opened:
        decided, seen = find_decided(opened, at=at)
    if form == "jsonl":
        print_lines(decision_as_dict(each.decision) | {"state": each.state, "seen": seen} for each in decided)
        return
    for each in decided:
        output().write(f"{each.state:<10}  {with_isolates(str(each.decision))}\n")
    output().write(f"seen {seen}\n")


def _keep(store: str, form: str, make: Callable[[Store], Decision]) -> None:
    """Keeps a decision, and prints it with the incidents that what it is about is in now."""
    from riwaya.exports.lines import with_isolates
    from riwaya.store import open_store
    from riwaya.store.runs import decision_as_dict

    with open_store(store, make=False) as opened:
        decision = make(opened)
        incidents = sorted(set(opened.incidents_of(subject.key for subject in decision.subjects).values()))
        told = [opened.incident(id) for id in incidents]
        seen = opened.head().seq
    if form == "jsonl":
        print_lines([decision_as_dict(decision) | {"incidents": incidents, "seen": seen}])
        return
    output().write(f"{with_isolates(str(decision))}\n")
    for incident in told:
        documents = {document for document, _ in incident.happenings}
        output().write(f"{incident.id}: {count(len(documents), 'document')}\n")
    output().write(f"seen {seen}\n")


@click.command("weights")
@store_option
@click.option("--fit", "choice", flag_value="fit", help="Fit them to what people decided, and group everything anew.")
@click.option("--shipped", "choice", flag_value="shipped", help="Put those that ship back, and group everything anew.")
@format_option("table", "json", piped="json")
def weights_command(store: str, choice: str | None, form: str) -> None:
    """Show what the store adds to the weights of evidence, fit it to decisions, or put it back.

    A kind of evidence is what is compared and what it says, as in the reasons of a link; to those that are not listed
    nothing is added. Fitted weights rest on the decisions that stand on what is one incident: twenty at least, and few
    move little. They are kept with the run, and later runs go by them until others are fitted or put back.

    Ends with 0; with 2 where there are too few decisions.
    """
    from riwaya.store import open_store
    from riwaya.store.runs import reconcile_store
    from riwaya.store.weights import Weights

    with open_store(store, make=False) as opened:
        if choice:
            reconcile_store(opened, weights=opened.fit_weights() if choice == "fit" else Weights())
        weights = opened.weights()
    if form == "json":
        print_json({"decisions": weights.decisions, "changes": dict(weights.changes)})
        return
    if not weights.decisions:
        output().write("the weights that ship\n")
    for kind, change in sorted(weights.changes.items(), key=lambda item: (-abs(item[1]), item[0])):
        output().write(f"{change:+.2f}  {kind}\n")
    if weights.decisions:
        output().write(f"fitted to {count(weights.decisions, 'decision')}\n")


COMMANDS = (decide_group, weights_command)
