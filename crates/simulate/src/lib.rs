//! Project economics under uncertainty.
