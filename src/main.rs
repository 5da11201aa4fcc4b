//! The command `hadal`, without plugins.

use hadal_sim::Plugins;
use std::process::ExitCode;

fn main() -> ExitCode {
    hadal::command::run(&Plugins::default())
}
