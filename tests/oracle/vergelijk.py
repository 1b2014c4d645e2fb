"""Compares waiting times, the log-rank test and the calendar with independent libraries, on the same random data.

Usage: vergelijk.py COMMAND…   where COMMAND answers JSON lines (crates/domain/examples/oracle.rs)
"""

import json
import math
import random
import subprocess
import sys
import warnings
from datetime import date, timedelta

import holidays
from lifelines import KaplanMeierFitter
from lifelines.statistics import logrank_test
from workalendar.europe import Netherlands

CASES = 400
YEARS = range(2014, 2101)
DEEL = [0.5, 0.75, 0.9, 0.95]
# Days that a royal decree put on a par with the holidays of the law: the libraries do not know them.
DECREED = {"2023-04-28", "2023-05-19", "2024-05-10", "2024-12-27", "2025-05-30", "2026-01-02", "2026-05-15",
           "2027-05-07", "2028-04-28", "2028-05-26"}
# Differences smaller than this come from the order of additions.
TOLERANCE = 1e-9

warnings.simplefilter("ignore")
rng = random.Random(20260615)


def group():
    """Waits of any size and censoring: few or many, short or long, with many of the same length or none."""
    size, longest, open_share = rng.choice([1, 3, 20, 200, 1000]), rng.choice([3, 40, 900]), rng.random() * 0.9
    shape = rng.choice([lambda: rng.randint(0, longest), lambda: int(rng.lognormvariate(2, 1.2))])
    rows = {}
    for _ in range(size):
        row = rows.setdefault(shape(), [0, 0])
        row[rng.random() < open_share] += 1
    return [[duration, *counts] for duration, counts in sorted(rows.items())]


def flat(rows):
    durations = [d for d, closed, still in rows for _ in range(closed + still)]
    ended = [e for _, closed, still in rows for e in [True] * closed + [False] * still]
    return durations, ended


def ask(questions):
    lines = "".join(json.dumps(question) + "\n" for question in questions)
    run = subprocess.run(sys.argv[1:], input=lines, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


largest = {}


def near(what, ours, theirs):
    difference = abs(ours - theirs)
    largest[what] = max(largest.get(what, 0), difference)
    assert difference <= TOLERANCE, (what, ours, theirs)


def same_wait(rows, answer):
    durations, ended = flat(rows)
    fitter = KaplanMeierFitter().fit(durations, ended)
    survival, interval = fitter.survival_function_["KM_estimate"], fitter.confidence_interval_survival_function_
    steps = answer["stappen"]
    assert [step[0] for step in steps] == sorted({d for d, closed, _ in rows if closed})
    for duration, part, low, high in steps:
        near("survival", part, survival[duration])
        if 1e-12 < part:
            near("interval", low, interval["KM_estimate_lower_0.95"][duration])
            near("interval", high, interval["KM_estimate_upper_0.95"][duration])
    for part, (median, low, high) in zip(DEEL, answer["kwantielen"]):
        lower, upper = interval["KM_estimate_lower_0.95"], interval["KM_estimate_upper_0.95"]
        for ours, column in [(median, survival), (low, lower), (high, upper)]:
            # The first length at which no more than the rest lasts longer; where nothing has ended yet, all do.
            # At the very end, where all have ended, nothing is known of the upper end of the interval.
            last = column is upper
            reached = [t for t, value in column.items()
                       if value <= 1 - part + TOLERANCE and not (last and survival[t] < 1e-12)]
            theirs = int(min(reached)) if reached else None
            assert ours == theirs, (part, ours, theirs, rows)
            largest["quantiles"] = largest.get("quantiles", 0)
    tied = any(abs(step[1] - 0.5) < TOLERANCE for step in steps)
    if not tied:
        theirs = fitter.median_survival_time_
        assert answer["kwantielen"][0][0] == (None if math.isinf(theirs) else int(theirs)), (answer, theirs)


def same_test(one, other, answer):
    (t1, e1), (t2, e2) = flat(one), flat(other)
    theirs = logrank_test(t1, t2, e1, e2)
    if math.isnan(theirs.test_statistic):
        assert answer["p"] == 1.0, answer
        return
    near("log-rank p", answer["p"], theirs.p_value)
    scale = max(1.0, theirs.test_statistic)
    near("log-rank statistic", answer["toets"] / scale, theirs.test_statistic / scale)


def same_calendar(year, answer):
    # The law (Algemene termijnenwet, article 3) names Good Friday and 5 May of every year, which are no days off for
    # everybody; Easter Sunday and Whit Sunday are Sundays already.
    sundays = {"Easter Sunday", "Pentecost", "Whit Sunday"}
    one = {str(d) for d, name in holidays.NL(years=year, categories=("public", "optional"), language="en_US").items()
           if not any(part in sundays for part in name.split("; ")) or ";" in name}
    other = {str(d) for d, name in Netherlands().holidays(year) if name not in sundays}
    ours = set(answer["feestdagen"])
    decreed = {day for day in DECREED if day.startswith(str(year))}
    assert decreed <= ours, (year, decreed - ours)
    ours -= decreed
    sunday = {day for day in ours | one | other if date.fromisoformat(day).weekday() == 6}
    assert ours - sunday == one - sunday == other - sunday, (year, ours ^ one, ours ^ other)
    days = [date(year, 1, 1) + timedelta(n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]
    calendar = Netherlands()
    working = sum(calendar.is_working_day(day) and str(day) not in DECREED for day in days)
    assert working == answer["werkdagen"], (year, working, answer["werkdagen"])
    return len(days)


waits = [group() for _ in range(CASES)]
for rows, answer in zip(waits, ask([{"wachttijd": rows} for rows in waits]), strict=True):
    same_wait(rows, answer)
pairs = [(group(), group()) for _ in range(CASES)]
for (one, other), answer in zip(pairs, ask([{"vergelijk": pair} for pair in pairs]), strict=True):
    same_test(one, other, answer)
days = sum(same_calendar(year, answer) for year, answer in zip(YEARS, ask([{"jaar": y} for y in YEARS]), strict=True))

print(f"{CASES} groups of waits and {CASES} pairs of groups equal lifelines; largest differences: "
      + ", ".join(f"{what} {value:.1e}" for what, value in largest.items()))
print(f"{days} days from {YEARS[0]} to {YEARS[-1]} are working days or not as in holidays and workalendar")
