#!/bin/sh
# Makes the edits of README.md in a copy of the vaccination profile.
# Usage: apply.sh PROFILE_COPY. Exit 0: all edits made; 1: one did not take; 2: wrong usage.
set -eu

if [ $# -ne 1 ] || [ ! -f "$1/profile.toml" ]; then
    echo "usage: apply.sh PROFILE_COPY (a folder with a profile.toml)" >&2
    exit 2
fi
profile=$1
url=https://health.example/credentials/vaccination/parent-name/v1

for file in request.schema.json sample-request.json profile.toml fields.json \
    credential.template pages/a4.svg; do
    if awk '/arentName/ { found = 1 } END { exit !found }' "$profile/$file"; then
        echo "apply.sh: $file has a parentName already: start from a fresh copy" >&2
        exit 1
    fi
done

# edit FILE PROGRAM [FROM]: FILE anew from itself, or FROM, by an awk program that counts its
# edits in `done`.
edit() {
    if awk -v url="$url" "$2 END { exit done != 1 }" "$profile/${3:-$1}" > "$profile/$1.new"; then
        mv "$profile/$1.new" "$profile/$1"
    else
        echo "apply.sh: the edit of $1 did not take: is this the shipped profile?" >&2
        exit 1
    fi
}

# Step 1, the request: the member, that it is required, the sample, the CSV column.
edit request.schema.json '
    /^ *"dob": / { print "        \"parentName\": {\"type\": \"string\", \"minLength\": 1},"; done++ }
    { print }'
edit request.schema.json '
    /"required": \["name", "nationality", "identity", "contact"\]/ {
        sub(/"contact"\]/, "\"contact\", \"parentName\"]"); done++ }
    { print }'
edit sample-request.json '
    { print }
    /^ *"dob": / { print "    \"parentName\": \"Latha Sample-Devi\","; done++ }'
edit profile.toml '
    { print }
    END {
        print ""
        print "[[csv]]"
        print "header = \"recipientParentName\""
        print "pointer = \"/recipient/parentName\""
        done = 1
    }'

# Step 2, the QR content: source, place, meaning.
edit fields.json '
    { print }
    /^{/ { print "  \"recipientParentName\": [\"recipient\", \"parentName\"],"; done++ }'
edit credential.template '
    { print }
    /"name": "{{recipientName}}"/ { print "    \"parentName\": \"{{recipientParentName}}\","; done++ }'
edit contexts/vaccination-parent-name.json '
    { print }
    /^ *"nationality": / {
        print "        \"parentName\": \"https://health.example/vocabulary#parentName\","; done++ }
    ' contexts/vaccination-v2.json
edit contexts/index.json '
    { print }
    /^{/ { print "  \"" url "\": {\"file\": \"vaccination-parent-name.json\"},"; done++ }'
edit profile.toml '
    /^namespace = .*\/v2"$/ { print "namespace = \"" url "\""; done++; next }
    { print }'

# Step 3, the page: the name gives half of its height to the parent.
edit pages/a4.svg '
    /<rect id="name" / {
        sub(/ height="[0-9.]+"/, " height=\"8\"")
        print
        print "    <rect id=\"parentName-label\" data-text=\"Parent · माता/पिता\" data-role=\"Lbl\" x=\"16\" y=\"68\" width=\"84\" height=\"4.2\" font-size=\"3\" fill=\"#4A5862\"/>"
        print "    <rect id=\"parentName\" data-text=\"{{parentName}}\" x=\"16\" y=\"72.3\" width=\"84\" height=\"5.7\" data-min-font-size=\"2\"/>"
        done++
        next
    }
    { print }'
