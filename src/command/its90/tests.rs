//! The command as it is typed: what it takes, what it refuses, and the tables it writes.

use super::*;
use clap::Parser as _;
use std::fs;

#[derive(clap::Parser)]
struct Typed {
    #[command(flatten)]
    arguments: Arguments,
}

fn typed(line: &str) -> Result<Arguments, clap::Error> {
    Typed::try_parse_from(["its90"].into_iter().chain(line.split_whitespace())).map(|typed| typed.arguments)
}

fn values(line: &str, given: Given, value: f64) -> Values {
    let arguments = typed(line).unwrap();
    let thermometer = Thermometer::new(&arguments.thermometer, &arguments.uncertainty).unwrap();
    thermometer.values(given, value).unwrap()
}

/// Runs over a table; answers what stands in the output.
fn table(text: &str, more: &str) -> anyhow::Result<String> {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (folder.path().join("points.csv"), folder.path().join("out.csv"));
    fs::write(&input, text).unwrap();
    let line = format!("--input {} --output {} {more}", input.display(), output.display());
    let done = execute(&typed(&line).unwrap());
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), if done.is_ok() { 2 } else { 1 });
    done.map(|_| fs::read_to_string(&output).unwrap())
}

fn cells(text: &str, row: usize) -> Vec<f64> {
    text.lines().nth(row).unwrap().split(',').map(|cell| cell.parse().unwrap()).collect()
}

/// ITS-90, table 1, to its eight decimals.
#[test]
fn val_gallium_by_ratio_and_by_temperature() {
    let by_temperature = values("--t90 29.7646", Given::T90, 29.7646);
    assert!((by_temperature.ratio - 1.118_138_89).abs() < 1.5e-8 && by_temperature.in_range);
    let by_ratio = values("--w 1.11813889", Given::Ratio, 1.118_138_89);
    assert!((by_ratio.t90_celsius - 29.7646).abs() < 4e-6);
}

/// The certificate of a demonstration thermometer (Isotech): 28.561 074 Ω at gallium with 25.544 261 Ω in
/// water; a microohm is 10 µK.
#[test]
fn val_a_certificate_gives_back_its_fixed_point() {
    let line = "--r 28.561074 --rtpw 25.544261 --subrange hg-ga --a -2.796694758e-4 --b -3.199472366e-4";
    let found = values(line, Given::Resistance, 28.561_074);
    assert!((found.t90_celsius - 29.7646).abs() < 1e-5, "{}", found.t90_celsius);
    assert!(found.in_range);
}

#[test]
fn a_table_keeps_its_columns_and_gets_the_others() {
    let written =
        table("point,W\n1,1.0589\n2,1.1181\n3,2.5\n4,-1\n", "--subrange tpw-ga --a -2.8e-4").unwrap();
    assert_eq!(written.lines().next(), Some("point,W,t90 [degC],t68 [degC],Wr [1],in_range"));
    let second = cells(&written, 2);
    let expected = values("--w 1 --subrange tpw-ga --a -2.8e-4", Given::Ratio, 1.1181);
    assert_eq!(second[2].to_bits(), expected.t90_celsius.to_bits());
    assert_eq!(second[4].to_bits(), expected.reference_ratio.to_bits());
    assert_eq!(second[5].to_bits(), 1f64.to_bits());
    assert_eq!(cells(&written, 3)[5].to_bits(), 0f64.to_bits());
    let impossible = cells(&written, 4);
    assert!(impossible[2].is_nan() && impossible[5].to_bits() == 0f64.to_bits());
}

#[test]
fn a_way_there_and_back_gives_the_same_bits_or_a_neighbour() {
    let more = "--subrange hg-ga --a -2.8e-4 --b -3.2e-4";
    let there = table("t90 [degC]\n-20\n3.25\n25\n", more).unwrap();
    assert_eq!(there.lines().next(), Some("t90 [degC],t68 [degC],W [1],Wr [1],in_range"));
    for (row, celsius) in [(1, -20.0), (2, 3.25), (3, 25.0)] {
        let back = table(&format!("W\n{}\n", cells(&there, row)[2]), more).unwrap();
        assert!((cells(&back, 1)[1] - celsius).abs() < 1e-11);
    }
    let from_1968 = table("t68\n10\n", "").unwrap();
    assert!((cells(&from_1968, 1)[1] - 9.997_58).abs() < 1e-5, "{from_1968}");
}

#[test]
fn uncertainty_is_a_column_of_what_is_looked_for() {
    let more = "--subrange tpw-ga --a -2.8e-4 --uncertainty --u-tpw 0 --u-ga 0.3 --u-w 0";
    let of_temperature = table("W\n1.1181\n1.0589\n", more).unwrap();
    assert!(
        of_temperature.starts_with("W,t90 [degC],t68 [degC],Wr [1],in_range,u(t90) [K]\n"),
        "{of_temperature}"
    );
    // All of gallium's 0.3 mK arrives there, and half of it half way, but for the curvature of W_r: 1 %.
    assert!((cells(&of_temperature, 1)[5] - 0.3e-3).abs() < 1e-6);
    assert!((cells(&of_temperature, 2)[5] - 0.15e-3).abs() < 1.5e-6);
    let of_ratio = table("t90\n29.7646\n", more).unwrap();
    assert!(of_ratio.contains(",u(W) [1]\n"), "{of_ratio}");
    // dW/dT is 0.00395 per kelvin at gallium.
    assert!((cells(&of_ratio, 1)[5] - 0.3e-3 * 3.952e-3).abs() < 1e-9, "{of_ratio}");
}

#[test]
fn a_bad_row_is_refused_with_its_place_and_nothing_is_written() {
    for (text, expected) in [
        ("W\n1.1\nx\n", "points.csv: line 3: column `W`: value `x`: accepted: a finite decimal number"),
        ("t90\ninf\n", "line 2: column `t90`: value `inf`"),
        ("x\n1\n", "there is no column `W` or"),
        ("W,t90\n1,2\n", "columns `W` and `t90` could both be meant"),
        ("R\n25\n", "--rtpw is needed"),
        ("W,Wr [1]\n1,1\n", "has a column `Wr [1]` already"),
    ] {
        let message = format!("{:#}", table(text, "").unwrap_err());
        assert!(message.contains(expected), "{text:?}: {message}");
    }
}

#[test]
fn what_fits_no_thermometer_is_refused_with_what_is_accepted() {
    let refused = |line: &str| match typed(line) {
        Err(error) => error.to_string(),
        Ok(arguments) => execute(&arguments).unwrap_err().to_string(),
    };
    for (line, expected) in [
        ("", "required"),
        ("--t90 NaN", "accepted: a finite decimal number"),
        ("--w 1 --t90 2", "cannot be used with"),
        ("--r 25", "--rtpw"),
        ("--r 25 --rtpw -1", "--rtpw -1: accepted: a resistance above zero"),
        ("--r 25 --rtpw 0", "--rtpw 0: accepted: a resistance above zero"),
        ("--w 1 --a 1e-4", "--subrange"),
        ("--w 1 --subrange hg", "accepted are hg-ga, tpw-ga, tpw-in, tpw-sn"),
        ("--w 1 --subrange tpw-ga --a 1e-4 --b 1e-5", "has no second coefficient"),
        ("--w 1 --subrange tpw-ga --a 2", "--a 2: accepted: -0.1 to 0.1"),
        ("--w 1 --subrange tpw-ga", "--a is needed"),
        ("--w 1 --subrange hg-ga --a 1e-4", "--b is needed"),
        ("--w 1 --subrange tpw-ga --a 1e-4 --uncertainty --u-ga -1", "zero or more"),
        ("--w 1 --subrange tpw-ga --a 1e-4 --uncertainty --u-ga 1", "--u-tpw is needed too"),
        ("--w 1 --subrange tpw-ga --a 1e-4 --uncertainty --u-ga 1 --u-tpw 1", "--u-w is needed too"),
        ("--w 1 --subrange tpw-ga --a 1e-4 --uncertainty --u-hg 1", "does not use that point"),
        ("--w 1 --uncertainty", "--subrange"),
        ("--input /nowhere/points.csv", "cannot read /nowhere/points.csv"),
    ] {
        let message = refused(line);
        assert!(message.contains(expected), "{line:?}: {message}");
    }
}

#[test]
fn one_value_is_described_in_words() {
    let arguments = typed(
        "--w 1.2 --subrange hg-ga --a -2.8e-4 --b 0 --uncertainty --u-tpw 0.05 --u-hg 0 --u-ga 0 --u-w 0",
    )
    .unwrap();
    let thermometer = Thermometer::new(&arguments.thermometer, &arguments.uncertainty).unwrap();
    let text = described(&thermometer, Given::Ratio, &thermometer.values(Given::Ratio, 1.2).unwrap());
    assert!(text.contains("in range   no (hg-ga: -38.8344 to 29.7646 °C)"), "{text}");
    assert!(text.contains("u(t90) [K]") && text.contains("triple point of water at use: cell: 0."), "{text}");
    assert!(!text.contains("gallium"), "{text}");
}
