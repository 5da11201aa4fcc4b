//! `hadal equation`: which makers' equations there are, and what each says.

use super::Ending;
use crate::equations;
use hadal_models::equation::{self, Equation};
use std::fmt::Write as _;

/// Arguments of `hadal equation`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  hadal equation\n  hadal equation sea-bird/sbe-37-conductivity\n  \
    hadal equation our-turbidity.toml\n\n\
    Part of a name serves where it is part of one only. What a file must say to describe a laboratory's own equation: \
    docs/convert.md")]
pub struct Arguments {
    /// The equation to explain, or a file that describes one (TOML); without it, all are listed
    id: Option<String>,
}

/// Lists the equations, or explains one.
///
/// # Errors
/// A name that means no equation, or several: the nearest, or those that it could mean.
pub fn execute(arguments: &Arguments) -> anyhow::Result<Ending> {
    let text = match &arguments.id {
        Some(id) => explained(equations::named_or_described(id)?),
        None => equation::all().iter().fold(String::new(), |mut text, equation| {
            // Writing to a String cannot fail.
            writeln!(text, "{:<34} {:<16} {}", equation.id(), equation.quantity(), equation.source()).ok();
            text
        }),
    };
    super::say(&text)?;
    Ok(Ending::Success)
}

fn explained(equation: &Equation) -> String {
    let mut text = String::new();
    let mut line = |arguments: std::fmt::Arguments<'_>| {
        // Writing to a String cannot fail.
        writeln!(text, "{arguments}").ok();
    };
    line(format_args!("{}, version {}", equation.id(), equation.version()));
    line(format_args!("{} in {}", equation.quantity(), equation.output_unit()));
    line(format_args!("source: {}", equation.source()));
    if !equation.remarks().is_empty() {
        line(format_args!("{}", equation.remarks()));
    }
    line(format_args!("\nformula"));
    for part in equation.formula().split("; ") {
        line(format_args!("  {part}"));
    }
    line(format_args!("\ninputs"));
    for input in equation.inputs() {
        let default =
            input.default.map_or(String::new(), |value| format!("  {value} where a table lacks it"));
        line(format_args!("  {:<30} {:<16}{default}", input.name, input.unit));
        let others: Vec<&str> =
            input.plain_names.iter().copied().filter(|name| *name != input.name).collect();
        if !others.is_empty() {
            line(format_args!("    or a column named {}", others.join(", ")));
        }
    }
    line(format_args!("\ncoefficients"));
    let parts = equation.coefficients().iter().zip(equation.coefficient_units()).zip(equation.typical());
    for ((name, unit), typical) in parts {
        let held = equation.held().iter().find(|(held, _)| held == name);
        let said = match held {
            Some((_, value)) => format!("held at {value:e} unless freed"),
            None => format!("typically {typical:e}"),
        };
        line(format_args!("  {name:<12} {unit:<18} {said}"));
    }
    let (least, most) = equation.plausible_reference();
    line(format_args!(
        "\na calibration's reference lies within {least} to {most} {}",
        equation.output_unit()
    ));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_equation_is_explained_whole() {
        for equation in equation::all() {
            let text = explained(equation);
            let names =
                equation.coefficients().iter().chain(equation.inputs().iter().map(|input| &input.name));
            for name in names {
                assert!(text.contains(name), "{}: {name}\n{text}", equation.id());
            }
            assert!(text.contains(equation.source()) && text.contains("formula\n  "), "{text}");
        }
    }

    #[test]
    fn what_could_be_several_is_refused_with_all_of_them() {
        let refused = |id: &str| execute(&Arguments { id: Some(id.to_owned()) }).unwrap_err().to_string();
        assert!(
            refused("sbe-37").contains("could be `sea-bird/sbe-37-conductivity` or"),
            "{}",
            refused("sbe-37")
        );
        assert!(refused("nonsense").contains("unknown equation `nonsense`: did you mean"));
    }
}
