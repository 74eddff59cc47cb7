"""The words for what readers of any source, and the importer, find."""

from django.utils.translation import gettext_lazy as _

from terreau.harvest.findings import Wording, declare

declare(
    {
        # The source as a whole
        "source-missing": Wording(
            _("There is nothing at this place."),
            _("Check the path or the address."),
        ),
        "source-not-a-file": Wording(
            _("This is neither a file nor a folder."),
            _("Give a folder, a .tar.gz archive, a JSON file or an https address."),
        ),
        "source-closed": Wording(
            _("The source could not be opened: %(reason)s."),
            _("Check the permissions of the file."),
        ),
        "source-unknown": Wording(
            _("The content is of no known kind (it looks like: %(looks)s)."),
            _("Give a folder, a .tar.gz archive, a JSON file or an https address."),
        ),
        "source-is-a-web-page": Wording(
            _("This looks like a web page, not like data."),
            _("Open the address in a browser: it may show an error or ask for a sign-in."),
        ),
        "source-too-large": Wording(
            _("The source has more than %(limit)s bytes; the rest was not read."),
            _("Check that it is the right file."),
        ),
        "too-many-files": Wording(
            _("There are more than %(limit)s files; the rest was not read."),
            _("Check that it is the right folder or archive."),
        ),
        "nested-folders": Wording(
            _("Folders are nested more than %(limit)s deep; the rest was not read."),
            _("Check that it is the right folder."),
        ),
        "archive-damaged": Wording(
            _("The archive is damaged; what could be read before the damage was kept."),
            _("Download it again."),
        ),
        "archive-cut-short": Wording(
            _("The archive ends too early; what could be read was kept, and nothing is taken for "
              "vanished."),
            _("Download it again."),
        ),
        # Its files
        "path-refused": Wording(
            _("The name of this file leads out of the source or cannot be shown; it was left out."),
            _("Rename the file."),
        ),
        "not-a-plain-file": Wording(
            _("This is a link, a device or an encrypted file; it was left out."),
            _("Put the file itself there."),
        ),
        "link-leads-out": Wording(
            _("This link leads out of the folder; it was not followed."),
            _("Put the file itself there."),
        ),
        "link-skipped": Wording(
            _("This link leads to a folder; it was not followed."),
            _("Put the folder itself there."),
        ),
        "file-too-large": Wording(
            _("The file has %(size)s bytes, more than %(limit)s; it was not read."),
            _("Check that it is the right file."),
        ),
        "file-damaged": Wording(
            _("The file could not be taken out of the archive whole; it was left out."),
            _("Download the archive again."),
        ),
        "file-unreadable": Wording(
            _("The file could not be opened: %(reason)s; it was left out."),
            _("Check its permissions."),
        ),
        "folder-unreadable": Wording(
            _("The folder could not be opened; what it holds is unknown."),
            _("Check its permissions."),
        ),
        "duplicate-name": Wording(
            _("This name occurs twice in the archive; the first file was kept."),
            _("Remove one of the two."),
        ),
        "case-clash": Wording(
            _("This name differs from %(other)s by case only; both were kept."),
            _("Rename one of the two, some systems cannot hold both."),
        ),
        "name-not-utf8": Wording(
            _("The name of this file is not UTF-8; unreadable letters were replaced."),
            _("Rename the file."),
        ),
        # Front matter
        "empty-file": Wording(_("The file is empty."), _("Restore its content.")),
        "web-page": Wording(
            _("This looks like a web page, not like a record; it was left out."),
            _("Put the file's own content there, not its page."),
        ),
        "no-front-matter": Wording(
            _("The file does not begin with a line of three dashes; it was left out."),
            _("Begin it with its fields between two such lines."),
        ),
        "front-matter-unclosed": Wording(
            _("The line of three dashes that ends the fields is missing."),
            _("Add it after the last field."),
        ),
        "front-matter-too-long": Wording(
            _("The fields have %(characters)s characters, far too many; the file was left out."),
            _("Check that it is the right file."),
        ),
        "front-matter-not-a-mapping": Wording(
            _("The fields are not of the form “name: value”; the file was left out."),
            _("Write one field a line."),
        ),
        "bad-yaml": Wording(
            _("The fields cannot be read as YAML (%(problem)s); the file was left out, what was "
              "known of it before stays."),
            _("Correct that line; texts that hold a colon need quotes."),
        ),
        "duplicate-key": Wording(
            _("The field “%(key)s” was there already in line %(first)s; the last one counts."),
            _("Remove one of the two."),
        ),
        "key-not-a-word": Wording(
            _("The name of a field is not a word; the file was left out."),
            _("Correct that line."),
        ),
        "unknown-alias": Wording(
            _("The alias “%(alias)s” refers to nothing; the file was left out."),
            _("Put a text that begins with an asterisk between quotes."),
        ),
        "unknown-tag": Wording(
            _("The tag “%(tag)s” was passed over, its value was kept."),
            _("Remove the tag."),
        ),
        "nested-too-deep": Wording(
            _("Values are nested more than %(limit)s deep; the file was left out."),
            _("Correct that line."),
        ),
        "too-many-values": Wording(
            _("There are more than %(limit)s values; the file was left out."),
            _("Check that it is the right file."),
        ),
        "not-utf8": Wording(
            _("The text is not UTF-8; %(count)s unreadable letters were replaced."),
            _("Save the file as UTF-8."),
        ),
        "control-characters": Wording(
            _("%(count)s invisible control characters were removed."),
            _("Remove them from the file."),
        ),
        # The import
        "former_name_in_use": Wording(
            _("The former name “%(name)s” belongs to another record, which keeps it."),
            _("Check which of the two had that name."),
        ),
        "told-as-two": Wording(
            _("Its former name “%(name)s” was read before as a record of its own: they stay two."),
            _("Read states from the oldest to the newest, into an empty database."),
        ),
        "too-many-missing": Wording(
            _("%(missing)s of those seen before are missing here: none counts as gone."),
            _("Check that this is the right source; --allow-loss lets them go."),
        ),
        "unfit-identifier": Wording(
            _("This name is too long, empty or not printable; the record was left out."),
            _("Give it a short name of letters, digits, dots and hyphens."),
        ),
        "lost-and-kept-here": Wording(
            _("The source no longer has this; it was edited here since, and stays as it is."),
            _("Stop or close it here if it is over."),
        ),
        "kept_as_edited_here": Wording(
            _("This was edited here since, and stays: %(columns)s."),
            _("Bring the source up to date, or edit it here again."),
        ),
        # Addresses
        "fetch-scheme": Wording(
            _("Only addresses that begin with https:// or http:// are read, not “%(scheme)s”."),
            _("Give the web address of the data."),
        ),
        "fetch-bad-address": Wording(
            _("This is not a web address."), _("Check how it is written.")
        ),
        "fetch-credentials": Wording(
            _("Addresses that hold a user name or password are refused."),
            _("Give an address that is open to everybody."),
        ),
        "fetch-private": Wording(
            _("“%(host)s” belongs to a private network, which is never asked."),
            _("Give a public address; an operator can allow single hosts in the settings."),
        ),
        "fetch-downgrade": Wording(
            _("The address leads from https to http, which was not followed."),
            _("Give the address it leads to, if you trust it."),
        ),
        "fetch-redirects": Wording(
            _("The address leads on more than %(limit)s times."),
            _("Give the address it leads to in the end."),
        ),
        "fetch-bad-redirect": Wording(
            _("The address leads on to something that is no address."),
            _("Tell those who run it."),
        ),
        "fetch-unknown-host": Wording(
            _("No machine of the name “%(host)s” was found."),
            _("Check how the address is written and whether the network works."),
        ),
        "fetch-connection": Wording(
            _("No connection to “%(host)s” was possible, or it broke off."), _("Try again later.")
        ),
        "fetch-tls": Wording(
            _("“%(host)s” could not prove who it is (its certificate is not valid)."),
            _("Tell those who run it; nothing was read."),
        ),
        "fetch-too-slow": Wording(
            _("The answer was not complete after %(seconds)s seconds."), _("Try again later.")
        ),
        "fetch-status": Wording(
            _("The server answered with the error %(status)s."),
            _("Open the address in a browser; try again later."),
        ),
        "fetch-web-page": Wording(
            _("The server sent a web page instead of data."),
            _("Open the address in a browser: it may show an error or ask for a sign-in."),
        ),
        "fetch-wrong-type": Wording(
            _("The server sent something else than asked for (%(found)s)."),
            _("Check the address."),
        ),
        "fetch-too-large": Wording(
            _("The answer has more than %(limit)s bytes; it was not kept."),
            _("Check the address."),
        ),
        "fetch-encoding": Wording(
            _("The answer is packed in a way that is not read (%(encoding)s)."),
            _("Tell those who run it."),
        ),
        "fetch-cut-short": Wording(
            _("The answer broke off before its end; it was not kept."), _("Try again later.")
        ),
    }
)  # fmt: skip
