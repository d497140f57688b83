//! The program: parses arguments, runs a command, exits with its code.

fn main() {}
