//! Reading and writing of series from files.
