#!/usr/bin/env python3
"""Writes joe_kuo.bin, the initial direction numbers of the Sobol sequence in its first 2,048 dimensions.

They are those of S. Joe and F. Y. Kuo, "Constructing Sobol sequences with better two-dimensional projections", SIAM J. Sci.
Comput. 30, 2635-2654 (2008), file new-joe-kuo-6.21201 (BSD licence), read from the copy that SciPy carries
(`pip install scipy==1.17.1`). For dimensions 2, 3, ... the file holds, as little-endian 16-bit words, the primitive
polynomial over GF(2) with all its coefficients, then as many direction numbers m_i as its degree.
"""

import pathlib
import struct

import numpy as np
import scipy.stats

DIMENSIONS = 2048

source = pathlib.Path(scipy.stats.__file__).parent / "_sobol_direction_numbers.npz"
numbers = np.load(source)
words = []
for polynomial, initial in list(zip(numbers["poly"], numbers["vinit"]))[1:DIMENSIONS]:
    degree = int(polynomial).bit_length() - 1
    words += [int(polynomial), *(int(m) for m in initial[:degree])]
(pathlib.Path(__file__).parent / "joe_kuo.bin").write_bytes(struct.pack(f"<{len(words)}H", *words))
