//! The whole command `hadal`, whose twins may have a turbidity meter.

use acme_turbidity::Turbidity;
use hadal_sim::Plugins;
use std::process::ExitCode;

fn main() -> ExitCode {
    hadal::command::run(&Plugins::default().with::<Turbidity>())
}
