import csv
import io
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone, translation

from terreau.entries.models import Entry
from terreau.entries.tests.factories import make_topic, make_user
from terreau.harvest.spreadsheets import text_of
from terreau.ledger.models import Statement
from terreau.organizations.tests.factories import make_claimed
from terreau.resources import actions, arrivals, importing, tables
from terreau.resources.arrivals import CHANGED, NEW, REFUSED, UNCHANGED, preview
from terreau.resources.models import Resource
from terreau.resources.tests.factories import make_resource
from terreau.territories.tests.factories import make_territory

pytestmark = pytest.mark.django_db
LIBRARY = """identifiant;titre;type;adresse;résumé;texte;public;licence;langue;thèmes
A1;Tenir une réunion;guide;https://guides.example/1;Pas à pas.;;Élus;CC-BY-4.0;français;
A2;Écrire simple;méthode;;Des mots courts.;"Une phrase,
une idée.";;Licence Ouverte 2.0;fr;
"""


def outcomes(publisher, text, **more):
    return [row.outcome for row in preview(publisher, text, **more).rows]


def why(publisher, *lines):
    text = "\n".join(["titre;type;adresse;licence;langue;thèmes;territoire", *lines])
    return [row.why for row in preview(publisher, text).rows]


@pytest.fixture
def french():
    with translation.override("fr"):
        yield


def test_a_library_comes_in_once_and_again_changes_nothing():
    body, admin = make_claimed()
    assert outcomes(body, LIBRARY) == [NEW, NEW]
    importing.carry_out(admin, body, LIBRARY)
    first, second = Resource.objects.order_by("identifier")
    assert (first.address, first.licence, first.language) == (
        "https://guides.example/1", "CC-BY-4.0", "fr",
    )  # fmt: skip
    assert (second.sort, second.body, second.licence) == (
        "method", "Une phrase,\nune idée.", "etalab-2.0",
    )  # fmt: skip
    assert {each.author_id for each in (first, second)} == {body.pk}
    verbs = ["resources.create"] * 2
    assert list(Statement.objects.order_by("id").values_list("verb", flat=True)) == verbs
    importing.carry_out(admin, body, LIBRARY)
    assert outcomes(body, LIBRARY) == [UNCHANGED, UNCHANGED]
    assert Statement.objects.count() == 2


@pytest.mark.parametrize(
    "change",
    [("Pas à pas.", "En deux temps."), ("https://guides.example/1", "https://g.example/1")],
)
def test_a_line_is_known_again_by_its_identifier(change):
    body, admin = make_claimed()
    importing.carry_out(admin, body, LIBRARY)
    text = LIBRARY.replace(*change)
    assert outcomes(body, text) == [CHANGED, UNCHANGED]
    importing.carry_out(admin, body, text)
    assert outcomes(body, text) == [UNCHANGED, UNCHANGED]
    assert Resource.objects.count() == 2


def test_a_line_is_known_again_by_its_address_and_an_empty_cell_says_nothing():
    body, admin = make_claimed()
    importing.carry_out(admin, body, LIBRARY)
    text = "title,url,summary\nTenir une réunion,https://guides.example/1,\n"
    assert outcomes(body, text) == [UNCHANGED]
    assert outcomes(body, text.replace("Tenir une réunion", "Réunir")) == [CHANGED]


def test_identifiers_are_each_publishers_own_but_addresses_are_of_all(french):
    body, admin = make_claimed()
    importing.carry_out(admin, body, LIBRARY)
    other, _other_admin = make_claimed()
    assert outcomes(other, LIBRARY) == [REFUSED, NEW]
    assert "Tenir une réunion" in preview(other, LIBRARY).rows[0].why


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
def test_whatever_program_wrote_it(separator, encoding):
    body, _admin = make_claimed()
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=separator)
    writer.writerows(csv.reader(io.StringIO(LIBRARY), delimiter=";"))
    text = text_of(stream.getvalue().encode(encoding))
    rows = preview(body, text).rows
    assert [row.outcome for row in rows] == [NEW, NEW]
    assert rows[1].fields["title"] == "Écrire simple"


def test_each_line_says_what_is_wrong_with_it(french):
    body, _admin = make_claimed()
    make_topic("Santé")
    told = why(
        body,
        "Un;guide;https://a.example/1;;;Santé;",
        ";guide;https://a.example/2;;;;",
        "Trois;magie;https://a.example/3;;;;",
        "Quatre;guide;;;;;",
        "Cinq;guide;javascript:alert(1);;;;",
        "Six;guide;https://a.example/6;WTFPL;;;",
        "Sept;guide;https://a.example/7;;klingon;;",
        "Huit;guide;https://a.example/8;;;Alchimie;",
        "Neuf;guide;https://a.example/9;;;;Atlantide",
        "Dix;guide;https://a.example/1;;;;",
        "Onze;guide;https://a.example/11;;;;;de trop",
        "Douze;;https://a.example/12;;;;",
    )
    words = ["", "titre", "magie", "Dites où", "adresse", "WTFPL", "klingon", "Alchimie"]
    words += ["lieu", "ligne 2", "colonnes", "type"]
    for said, word in zip(told, words, strict=True):
        assert word.casefold() in said.casefold(), (said, word)
        assert bool(said) == bool(word)


def test_what_moderation_hides_is_not_changed_by_a_file(french):
    body, admin = make_claimed()
    importing.carry_out(admin, body, LIBRARY)
    Entry.objects.filter(resource__identifier="A1").update(hidden_at=timezone.now())
    shown = importing.carry_out(admin, body, LIBRARY.replace("Pas à pas.", "Autrement."))
    assert [row.outcome for row in shown.rows] == [REFUSED, UNCHANGED]


def test_the_own_open_data_are_read_back_without_a_change(client):
    body, admin = make_claimed()
    topic, place = make_topic("Santé"), make_territory()
    importing.carry_out(admin, body, LIBRARY)
    for resource in Resource.objects.order_by("pk"):
        actions.edit(
            admin, resource, title="=1+1", topics=[topic], territory=place, summary="+33",
        )  # fmt: skip
    data = b"".join(client.get("/data/resources.csv").streaming_content)
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert {row["title"] for row in rows} == {"'=1+1"}
    assert outcomes(body, text_of(data)) == [UNCHANGED, UNCHANGED]
    assert outcomes(make_claimed()[0], text_of(data)) == [REFUSED, REFUSED]


@pytest.mark.parametrize("problem", ["", "titre\n", "a;b\n1;2\n", "\x00", "titre;type;adresse\n"])
def test_a_file_of_which_nothing_can_be_read(problem):
    assert preview(make_claimed()[0], problem).problem


def test_a_file_is_bounded():
    body, _admin = make_claimed()
    line = "Titre;guide;https://a.example/{}\n"
    text = "titre;type;adresse\n" + "".join(map(line.format, range(tables.MOST_LINES + 1)))
    assert str(tables.MOST_LINES) in preview(body, text).problem
    assert preview(body, text, of=tables.layout(10, 9_000)).problem
    assert preview(body, text, of=tables.layout(10**7, 9_000)).problem == ""


def test_nobody_imports_for_others():
    body, _admin = make_claimed()
    with pytest.raises(PermissionDenied):
        importing.carry_out(make_user(), body, LIBRARY)
    assert not Resource.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_a_preview_costs_the_same_number_of_queries(django_assert_num_queries, count):
    body, _admin = make_claimed()
    make_topic("Eau")
    known = [make_resource(author=body, identifier=f"B{n}") for n in range(count)]
    lines = [f"{each.identifier};{each.title};guide;{each.address};" for each in known]
    lines += [f"N{n};Neuf {n};guide;https://neuf.example/{n};Eau" for n in range(count)]
    text = "\n".join(["identifier;title;sort;address;topics", *lines])
    with django_assert_num_queries(3):
        assert outcomes(body, text) == [UNCHANGED] * count + [NEW] * count


def test_a_page_shows_what_would_change_then_does_it(client):
    body, admin = make_claimed()
    client.force_login(admin)
    url = reverse("resource:import_file")
    assert client.get(url).status_code == 200
    file = SimpleUploadedFile("b.csv", LIBRARY.encode("cp1252"))
    shown = client.post(url, {"acting_as": body.pk, "file": file})
    assert not Resource.objects.exists()
    given = shown.context["form"].initial
    assert "Écrire simple" in shown.content.decode()
    make_resource(address="https://guides.example/1")
    assert client.post(url, given).status_code == 409
    given["seen"] = preview(body, given["text"]).digest
    assert client.post(url, given).url == body.get_absolute_url()
    assert Resource.objects.filter(author=body).count() == 1
    assert client.post(url, given | {"acting_as": make_claimed()[0].pk}).url == url
    empty = client.post(url, {"acting_as": body.pk, "text": "rien"})
    assert empty.context["form"].errors


def test_a_file_to_fill_in_can_be_read(client, french):
    text = client.get(reverse("resource:template")).content.decode("utf-8-sig")
    header = text.strip().split(";")
    assert {tables.NAMES[each] for each in header} == set(tables.COLUMNS) - {"uid"}


def test_who_speaks_for_nobody_is_told_how_to(client):
    client.force_login(make_user())
    assert reverse("person:create") in client.get(reverse("resource:import_file")).content.decode()


def test_the_command_brings_a_library_in(tmp_path, capsys, french):
    body, _admin = make_claimed()
    file = Path(tmp_path / "bibliotheque.csv")
    file.write_text(LIBRARY + "A3;Sans type;;https://a.example/3;;;;;;\n", encoding="latin-1")
    call_command("import_resources", file, publisher=body.slug, check=True)
    assert not Resource.objects.exists()
    for new, same in ((2, 0), (0, 2)):
        call_command("import_resources", file, publisher=body.slug)
        said = capsys.readouterr()
        assert f"{new}" in said.out and f"{same}" in said.out
        assert "Sans type" in said.err
    assert Resource.objects.filter(author=body).count() == 2
    with pytest.raises(CommandError):
        call_command("import_resources", file, publisher="nulle-part")
    with pytest.raises(CommandError):
        call_command("import_resources", tmp_path / "absent.csv", publisher=body.slug)
    file.write_text("rien")
    with pytest.raises(CommandError):
        call_command("import_resources", file, publisher=body.slug)


def test_every_column_of_the_files_here_is_read_or_known_to_be_left_alone():
    make_resource()
    from_page = set(arrivals.PLAIN) | set(arrivals.CHOSEN) | {"topics", "territory", "uid"}
    assert set(tables.COLUMNS) == from_page
