"""What nextest counted, from its JUnit file: `passed failed` on the first line, then a line on the two databases.

Ends with 1 when the conformance suite did not run the same cases on both: then a database was left out.
"""

import sys
import xml.etree.ElementTree as ElementTree

cases = ElementTree.parse(sys.argv[1]).getroot().findall(".//testcase")
bad = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
print(len(cases) - len(bad), len(bad))

seen = {}
for database, prefix in (("SQLite", "sqlite::"), ("PostgreSQL", "postgres::")):
    suite = [c for c in cases if c.get("classname").endswith("::conformance") and c.get("name").startswith(prefix)]
    failed = sum(case in bad for case in suite)
    seen[database] = ({case.get("name").removeprefix(prefix) for case in suite}, failed)
text = ", ".join(
    f"{database} {len(names) - failed} passed" + (f" {failed} failed" if failed else "")
    for database, (names, failed) in seen.items()
)
print(f"conformance: {text}")
names = [names for names, _ in seen.values()]
if not names[0] or names[0] != names[1]:
    sys.exit("the conformance suite did not run the same cases on both databases")
