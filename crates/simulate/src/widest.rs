//! Compiling a function once per width of vector registers; the widest that the processor has is chosen as it runs.
//!
//! Every width gives the same digits: products and sums are never fused.

/// Wraps a function that is called with a block of numbers; what it calls is compiled with it where that is inlined.
macro_rules! widest {
    ($(#[$attribute:meta])* $visibility:vis fn $name:ident $($rest:tt)*) => {
        #[multiversion::multiversion(targets(
            "x86_64+avx512f+avx512vl+avx512dq+avx512bw+avx2+bmi1+bmi2+lzcnt+popcnt",
            "x86_64+avx2+bmi1+bmi2+lzcnt+popcnt",
        ))]
        $(#[$attribute])*
        $visibility fn $name $($rest)*
    };
}
pub(crate) use widest;
