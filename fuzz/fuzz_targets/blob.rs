//! A fitted model read from bytes, or from a blob that bytes have changed, and used.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| prospect_fuzz::blob(data));
