//! `hadal uncertainty`: a budget of anyone's model, by the GUM and by Monte Carlo.

use super::Ending;
use crate::output::Output;
use crate::uncertainty::{Evaluation, evaluate, json, table};
use anyhow::Context as _;
use hadal_models::uncertainty::Length;
use hadal_models::uncertainty::measurement::Measurement;
use std::path::PathBuf;

/// Arguments of `hadal uncertainty`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    hadal uncertainty rigs/catalog/budgets/mass.toml\n  \
    hadal uncertainty rigs/catalog/budgets/gauge-block.toml --json --trials 1000000 --output gauge-block.json\n\n\
    A budget:\n  \
    coverage = 0.95\n  \
    [inputs.x1]\n  distribution = \"normal\"\n  mean = 1.0\n  standard_deviation = 0.1\n  \
    [inputs.x2]\n  distribution = \"uniform\"\n  low = 0.0\n  high = 0.5\n  \
    [[correlations]]\n  between = [\"x1\", \"x2\"]\n  coefficient = 0.3\n  \
    [outputs]\n  y = \"x1^2 + exp(-x2)\"\n\n\
    Distributions: normal, student, uniform, trapezoidal, curvilinear-trapezoid, triangular, arcsine, exponential,\n\
    samples. Formulas: + - * / ^, ln, log10, exp, sqrt, sin, cos, tan, asin, acos, atan, abs, pi. All fields, and what\n\
    the results mean: docs/uncertainty.md")]
pub struct Arguments {
    /// The budget (TOML)
    budget: PathBuf,
    /// JSON instead of a table
    #[arg(long)]
    json: bool,
    /// Monte Carlo trials [default: as many as make the results stable, JCGM 101 clause 7.9]
    #[arg(long, value_name = "N")]
    trials: Option<u64>,
    /// Significant digits of the standard uncertainty that are to be stable without --trials
    #[arg(long, value_name = "DIGITS", default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=3))]
    digits: u32,
    /// Seed of the trials: the same seed gives the same results on any number of cores
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Where the results go [default: standard output]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Evaluates the budget.
///
/// # Errors
/// A budget that cannot be read, naming line, field, value and what is accepted; an output without a value.
pub fn execute(arguments: &Arguments) -> anyhow::Result<Ending> {
    let place = arguments.budget.display();
    let text = std::fs::read_to_string(&arguments.budget).with_context(|| format!("cannot read {place}"))?;
    let measurement = Measurement::parse(&text).with_context(|| place.to_string())?;
    if let Some(output) = &arguments.output {
        crate::columns::refuse_overwriting(&arguments.budget, Some(output.as_path()))?;
    }
    let length = match arguments.trials {
        Some(trials) => Length::Trials(trials),
        None => Length::Adaptive { digits: arguments.digits },
    };
    let evaluation: Evaluation = evaluate(&measurement, arguments.seed, length, arguments.digits)
        .with_context(|| place.to_string())?;
    let text =
        if arguments.json { json(&measurement, &evaluation)? } else { table(&measurement, &evaluation) };
    let mut output = Output::open(arguments.output.as_deref())?;
    let _reader = output.write(text.as_bytes())?;
    output.finish()?;
    Ok(Ending::Success)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser as _;

    #[derive(clap::Parser)]
    struct Typed {
        #[command(flatten)]
        arguments: Arguments,
    }

    fn run(budget: &str, more: &[&str]) -> anyhow::Result<String> {
        let folder = tempfile::tempdir().unwrap();
        let (input, output) = (folder.path().join("budget.toml"), folder.path().join("result"));
        std::fs::write(&input, budget).unwrap();
        let words = ["uncertainty", input.to_str().unwrap(), "--output", output.to_str().unwrap()];
        let arguments = Typed::try_parse_from(words.iter().chain(more)).unwrap().arguments;
        execute(&arguments).map(|_| std::fs::read_to_string(&output).unwrap())
    }

    const TWO: &str = "[inputs.a]\ndistribution = \"normal\"\nmean = 1\nstandard_deviation = 0.1\n\
        [inputs.b]\ndistribution = \"student\"\nmean = 2\nscale = 0.2\ndegrees_of_freedom = 4\n\
        [outputs]\nsum = \"a + b\"\nproduct = \"a * b\"\n\
        [conformity.sum]\nlow = 2\nhigh = 4\nprior_mean = 3\nprior_standard_deviation = 0.5\n";

    #[test]
    fn json_says_for_each_output_what_the_gum_and_monte_carlo_find() {
        let text = run(TWO, &["--json", "--trials", "200000"]).unwrap();
        let found: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_string_pretty(&found).unwrap() + "\n", text);
        let sum = &found["outputs"]["sum"];
        let number = |value: &serde_json::Value| value.as_f64().unwrap();
        assert!((number(&sum["gum"]["value"]) - 3.0).abs() < 1e-12);
        assert!((number(&sum["gum"]["standard_uncertainty"]) - 0.05_f64.sqrt()).abs() < 1e-12);
        // u⁴ / (0.2⁴ / 4).
        assert!((number(&sum["gum"]["degrees_of_freedom"]) - 6.25).abs() < 1e-9);
        assert_eq!(sum["gum"]["interval"].as_array().unwrap().len(), 2);
        assert_eq!(sum["monte_carlo"]["trials"], 200_000);
        // Student's t with four degrees of freedom has twice the variance of its scale: √(0.01 + 0.08).
        assert!((number(&sum["monte_carlo"]["standard_uncertainty"]) - 0.3).abs() < 0.01);
        for interval in ["symmetric", "shortest"] {
            assert!(number(&sum["monte_carlo"][interval][0]) < number(&sum["monte_carlo"][interval][1]));
        }
        assert!((number(&sum["contributions"]["b"]["share"]) - 0.8).abs() < 1e-12);
        assert_eq!(found["covariance"]["outputs"], serde_json::json!(["sum", "product"]));
        // Sensitivities 1, 1 and 2, 1: 2 · 0.01 + 0.04.
        assert!((number(&found["covariance"]["gum"][0][1]) - 0.06).abs() < 1e-12);
        assert_eq!(sum["conformity"]["decision"], "accepted");
    }

    #[test]
    fn the_table_warns_where_first_order_is_not_enough() {
        let square = "[inputs.x]\ndistribution = \"normal\"\nmean = 0\nstandard_deviation = 1\n[outputs]\ny = \"x^2\"\n";
        let text = run(square, &["--trials", "100000"]).unwrap();
        assert!(text.contains("warning: y: first order is not enough"), "{text}");
        assert!(text.contains("both ends of its interval are off, by"), "{text}");
        // First order says 1/3 ± 1.96/√18, that is -0.129 to 0.795, for 0.013 to 0.842; to one digit the second is near enough.
        let triangle =
            "[inputs.x]\ndistribution = \"triangular\"\nlow = 0\nhigh = 1\nmode = 0\n[outputs]\ny = \"x\"\n";
        let text = run(triangle, &["--trials", "100000", "--digits", "1"]).unwrap();
        assert!(text.contains("the lower end of its interval is off by 1.4"), "{text}");
        let linear = run(&square.replace("x^2", "2*x"), &["--trials", "100000"]).unwrap();
        assert!(!linear.contains("warning"), "{linear}");
    }

    /// One degree of freedom: quartiles and intervals exist, no moment does.
    #[test]
    fn an_input_without_variance_gives_intervals_and_one_sentence() {
        let cauchy =
            TWO.replace("degrees_of_freedom = 4", "degrees_of_freedom = 1").replace("a * b", "exp(a)");
        let refused = crate::command::describe(&run(&cauchy, &[]).unwrap_err());
        assert!(
            refused.contains(
                "input b: Student's t has a finite variance above 2 degrees of freedom, not with 1,"
            ),
            "{refused}"
        );
        assert!(
            refused.contains("accepted: more than 2 degrees of freedom, or a number of --trials"),
            "{refused}"
        );
        let text = run(&cauchy, &["--trials", "20000"]).unwrap();
        assert!(text.contains("warning: sum: input b: Student's t has"), "{text}");
        assert!(!text.contains("NaN") && !text.contains("inf ") && !text.contains("conformity"), "{text}");
        let found: serde_json::Value =
            serde_json::from_str(&run(&cauchy, &["--trials", "20000", "--json"]).unwrap()).unwrap();
        let [sum, product] = ["sum", "product"].map(|name| &found["outputs"][name]["monte_carlo"]);
        assert!(sum["mean"].is_null() && sum["standard_uncertainty"].is_null());
        // 1 - 12.7 · 0.2 is the lower end without the normal input's part.
        assert!((sum["symmetric"][0].as_f64().unwrap() - (3.0 - 12.7 * 0.2)).abs() < 0.5);
        // The other output has nothing to do with it.
        assert!((product["mean"].as_f64().unwrap() - libm::exp(1.005)).abs() < 0.02);
        assert!(found["covariance"]["monte_carlo"][0][1].is_null());
        assert!(found["covariance"]["monte_carlo"][1][1].is_number());
    }

    #[test]
    fn numbers_beyond_their_squares_are_refused() {
        let wide =
            "[inputs.x]\ndistribution = \"uniform\"\nlow = 400\nhigh = 500\n[outputs]\ny = \"exp(x)\"\n";
        let refused = crate::command::describe(&run(wide, &["--trials", "20000"]).unwrap_err());
        assert!(refused.contains("the output `y` has values whose squares are no numbers"), "{refused}");
    }

    #[test]
    fn refusals_name_the_file_and_the_place() {
        for (budget, more, expected) in [
            (
                TWO.replace("= 0.1", "= 'x'"),
                vec![],
                "budget.toml: line 4: inputs.a.standard_deviation: string",
            ),
            (TWO.to_owned(), vec!["--trials", "3"], "3 trials: accepted: 200 to 100000000"),
            (
                TWO.replace("a * b", "sqrt(a - 5)"),
                vec!["--trials", "1000"],
                "`product` is no finite number in 1000",
            ),
        ] {
            let message = crate::command::describe(&run(&budget, &more).unwrap_err());
            assert!(message.contains(expected), "{message}");
        }
    }

    #[test]
    fn the_shipped_budgets_can_be_evaluated() {
        for budget in [
            include_str!("../../rigs/catalog/budgets/gauge-block.toml"),
            include_str!("../../rigs/catalog/budgets/mass.toml"),
            include_str!("../../rigs/catalog/budgets/thermometer.toml"),
        ] {
            assert!(run(budget, &["--trials", "20000"]).unwrap().contains("by the GUM"));
        }
    }
}
