//! A scenario from bytes, checked, compiled and run.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| prospect_fuzz::scenario(data));
