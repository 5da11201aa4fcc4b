//! The whole command line: parses arguments, does what its verb says, prints one clear error.

use super::{
    Ending, calibrate, certify, check, coefficients, convert, covariance, describe, equation, fit, its90,
    plan, recover, rig, schema, seawater, twin, uncertainty,
};
use clap::{Parser, Subcommand};
use hadal_sim::Plugins;
use std::io::Write as _;
use std::process::ExitCode;

/// Calibrates ocean sensors at every depth of the ocean.
#[derive(Parser)]
#[command(name = "hadal", version, after_help = EXAMPLE)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

const EXAMPLE: &str = "Exit codes: 0 done, 1 refused or impossible, 2 wrong usage, 3 a run that ended safely but not as meant\n\n\
    Example: a simulated calibration to full ocean depth, then its report\n  \
    hadal calibrate rigs/catalog/procedures/ctd-full-depth.toml --rig rigs/catalog/full-ocean-depth-71l.toml";

#[derive(Subcommand)]
enum Verb {
    /// Run a procedure on a rig, simulated or real, and make its record, fit, certificate and report.
    Calibrate(calibrate::Arguments),
    /// Choose set points and their order that reach a target uncertainty in the fewest chamber hours.
    Plan(plan::Arguments),
    /// Fit the equations to a run's record, or one equation to a calibration sheet (CSV).
    Fit(fit::Arguments),
    /// Make the certificate and the report of a run again from its record.
    Certify(certify::Arguments),
    /// Close the record of a run that was killed; a finished one is left as it is.
    Recover(recover::Arguments),
    /// Check a rig, procedure or item file and say what is wrong with it; with a rig, forecast a procedure.
    Check(check::Arguments),
    /// Infer a rig's nominal model from its own records.
    Rig(rig::Arguments),
    /// Serve a rig's digital twin on terminals and ports, for a controller or any other program.
    Twin(twin::Arguments),
    /// Print the JSON Schema of a kind of description file.
    Schema(schema::Arguments),
    /// List the makers' equations, or explain one: formula, coefficients, units, source.
    Equation(equation::Arguments),
    /// Convert raw output of instruments to quantities, as CF HDF5, .cnv or a table, with the usual processing.
    Convert(convert::Arguments),
    /// Write a certificate's coefficients as an instrument or a maker's program takes them.
    Coefficients(coefficients::Arguments),
    /// Say what the coefficients of several certificates share through common references.
    Covariance(covariance::Arguments),
    /// Properties of seawater, of one state or of a table, to 127 MPa, with uncertainties.
    Seawater(seawater::Arguments),
    /// Convert between W, resistance, t90 and t68 of a platinum thermometer, with uncertainty.
    Its90(its90::Arguments),
    /// Evaluate an uncertainty budget of any model, by the GUM and by Monte Carlo.
    Uncertainty(uncertainty::Arguments),
}

/// Does what the arguments of this process say. Its twins have these plugins.
pub fn run(plugins: &Plugins) -> ExitCode {
    let result = match Arguments::parse().verb {
        Verb::Calibrate(arguments) => calibrate::execute(&arguments, plugins),
        Verb::Plan(arguments) => plan::execute(&arguments),
        Verb::Fit(arguments) => fit::execute(&arguments),
        Verb::Certify(arguments) => certify::execute(&arguments),
        Verb::Recover(arguments) => recover::execute(&arguments),
        Verb::Check(arguments) => check::execute(&arguments, plugins),
        Verb::Rig(arguments) => rig::execute(&arguments),
        Verb::Twin(arguments) => twin::execute(&arguments, plugins),
        Verb::Schema(arguments) => schema::execute(&arguments, plugins),
        Verb::Equation(arguments) => equation::execute(&arguments),
        Verb::Convert(arguments) => convert::execute(&arguments),
        Verb::Coefficients(arguments) => coefficients::execute(&arguments),
        Verb::Covariance(arguments) => covariance::execute(&arguments),
        Verb::Seawater(arguments) => seawater::execute(&arguments),
        Verb::Its90(arguments) => its90::execute(&arguments),
        Verb::Uncertainty(arguments) => uncertainty::execute(&arguments),
    };
    match result {
        Ok(Ending::Success) => ExitCode::SUCCESS,
        Ok(Ending::RunFailed) => ExitCode::from(3),
        Err(error) => {
            // Standard error may be gone; the exit code is not.
            writeln!(std::io::stderr(), "hadal: {}", describe(&error)).ok();
            ExitCode::FAILURE
        }
    }
}
