//! The `prospect` command: reads the arguments, runs one command, ends with a
//! meaningful exit code.

fn main() {}
