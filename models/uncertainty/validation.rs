//! The examples of the GUM and its supplements: exact values where they exist, else within three Monte Carlo standard errors.

use super::measurement::{Expression, Measurement};
use super::*;
use crate::calibration::tests::line_of_gum_h3;

const GAUGE_BLOCK: &str = include_str!("../../rigs/catalog/budgets/gauge-block.toml");
const MASS: &str = include_str!("../../rigs/catalog/budgets/mass.toml");
const THERMOMETER: &str = include_str!("../../rigs/catalog/budgets/thermometer.toml");

const TRIALS: u64 = 1_000_000;

fn measurement(text: &str) -> Measurement<Expression> {
    Measurement::parse(text).unwrap()
}

fn gum(measurement: &Measurement<Expression>, output: usize) -> (FirstOrder, SecondOrder) {
    let estimates = Estimates::new(&measurement.inputs);
    let mut sensitivities = vec![0.0; measurement.inputs.list().len()];
    let model = &measurement.outputs[output].model;
    (estimates.propagate(model, &mut sensitivities), second_order(&estimates, model))
}

fn simulated(measurement: &Measurement<Expression>) -> MonteCarlo {
    simulate(measurement, 1, Length::Trials(TRIALS), &mut OneThread).unwrap()
}

#[track_caller]
fn close(ours: f64, theirs: f64, tolerance: f64) {
    assert!((ours - theirs).abs() <= tolerance, "{ours} is not within {tolerance} of {theirs}");
}

/// Ends of the symmetric interval and moments within three of their own standard errors, which come from the scatter of batches.
#[track_caller]
fn within_three_errors(found: &Simulated, mean: f64, deviation: f64, interval: [f64; 2]) {
    let ours = [found.mean, found.standard_uncertainty, found.symmetric[0], found.symmetric[1]];
    let theirs = [mean, deviation, interval[0], interval[1]];
    for ((ours, theirs), error) in ours.into_iter().zip(theirs).zip(found.standard_errors) {
        close(ours, theirs, 3.0 * error);
    }
}

/// JCGM 100:2008, H.1: l = 50.000838 mm, u = 32 nm (31.66 with all digits), ν_eff 16 (16.75 before truncation), U99 = 93 nm with
/// t of 16 degrees of freedom = 2.92; with the second-order terms u = 34 nm (H.1.7).
#[test]
fn val_gum_h1_end_gauge() {
    let gauge = measurement(GAUGE_BLOCK);
    let (first, second) = gum(&gauge, 0);
    close(first.value, 50_000_838.0, 1e-6);
    close(first.standard_uncertainty, 31.66, 0.005);
    close(first.degrees_of_freedom, 16.75, 0.005);
    let truncated = FirstOrder { degrees_of_freedom: first.degrees_of_freedom.floor(), ..first };
    close(truncated.coverage_factor(0.99), 2.92, 0.005);
    // They round u to 32 nm before they expand it, and say 93 nm.
    close(truncated.coverage_factor(0.99) * first.standard_uncertainty.round(), 93.0, 0.5);
    close(second.standard_uncertainty, 34.0, 0.5);
}

/// JCGM 100:2008, H.3: the prediction at 30 degC from the fitted line, b = -0.1494 degC with u = 0.0041 degC and 9 degrees of
/// freedom, as a budget of two correlated inputs. The line itself is checked where it is fitted (`calibration`).
#[test]
fn val_gum_h3_prediction() {
    let line = line_of_gum_h3();
    let (at_20, u_at_20) = line.coefficient("y1").unwrap();
    let (slope, u_slope) = line.coefficient("y2").unwrap();
    let exact = THERMOMETER
        .replace("mean = -0.1712", &format!("mean = {at_20}"))
        .replace("scale = 0.0029", &format!("scale = {u_at_20}"))
        .replace("mean = 0.00218", &format!("mean = {slope}"))
        .replace("scale = 0.00067", &format!("scale = {u_slope}"))
        .replace("coefficient = -0.930", &format!("coefficient = {}", line.correlation()[(0, 1)]));
    let (first, _) = gum(&measurement(&exact), 0);
    close(first.value, -0.149_4, 0.000_05);
    close(first.standard_uncertainty, 0.004_1, 0.000_05);
    close(first.degrees_of_freedom, 9.0, 1e-9);
    // From the printed, rounded numbers: the value is theirs; u differs in the second digit, as (10 · 0.00067)² outweighs it all.
    let (rounded, _) = gum(&measurement(THERMOMETER), 0);
    close(rounded.value, -0.149_4, 1e-9);
}

/// Inputs that the output does not have tie nothing in it together: not one alone to a poorly known one, and not two to each
/// other through a third.
#[test]
fn degrees_of_freedom_are_those_of_the_inputs_that_an_output_has() {
    let input = |name: &str, freedom: &str| format!("[inputs.{name}]\n{NORMAL}\n{freedom}\n");
    let tie = |one: &str, other: &str| {
        format!("[[correlations]]\nbetween = [\"{one}\", \"{other}\"]\ncoefficient = 0.6\n")
    };
    let text = [
        input("a", ""),
        input("b", "degrees_of_freedom = 4"),
        input("c", "degrees_of_freedom = 10"),
        tie("a", "b"),
        tie("b", "c"),
        "[outputs]\nalone = \"2 * a\"\nboth = \"a + b\"\napart = \"a + c\"\n".to_owned(),
    ]
    .concat();
    let measurement = measurement(&text);
    let freedom = |output| gum(&measurement, output).0.degrees_of_freedom;
    assert!(freedom(0).is_infinite());
    close(freedom(1), 4.0, 1e-12);
    // Welch and Satterthwaite of two alike, one of them known well: 2²/(1/10).
    close(freedom(2), 40.0, 1e-12);
}

/// The reciprocal of a quantity that may be zero has neither mean nor variance, and its trials only look as if: the farthest of
/// them makes most of the sum of squares. A quantity with moments has no such trial.
#[test]
fn trials_that_one_of_them_outweighs_are_not_stable() {
    for seed in 1..4 {
        let reciprocal = measurement(
            "[inputs.a]\ndistribution = \"normal\"\nmean = 1e-4\nstandard_deviation = 1\n[outputs]\ny = \"1 / a\"\n",
        );
        let found = simulate(&reciprocal, seed, Length::Trials(200_000), &mut OneThread).unwrap();
        assert!(found.outputs[0].rests_on_one_trial(), "{}", found.outputs[0].largest_share);
        let skew = measurement(&format!("[inputs.a]\n{NORMAL}\n[outputs]\ny = \"exp(a)\"\n"));
        let found = simulate(&skew, seed, Length::Trials(200_000), &mut OneThread).unwrap();
        assert!(!found.outputs[0].rests_on_one_trial(), "{}", found.outputs[0].largest_share);
    }
}

fn sum_of_four(inputs: [&str; 4]) -> Measurement<Expression> {
    let tables: Vec<String> =
        inputs.iter().zip(1..).map(|(input, number)| format!("[inputs.x{number}]\n{input}\n")).collect();
    measurement(&format!("{}[outputs]\ny = \"x1 + x2 + x3 + x4\"\n", tables.concat()))
}

const NORMAL: &str = "distribution = \"normal\"\nmean = 0\nstandard_deviation = 1";
const UNIFORM: &str = "distribution = \"uniform\"\nlow = -1.7320508075688772\nhigh = 1.7320508075688772";
const WIDE: &str = "distribution = \"uniform\"\nlow = -17.320508075688772\nhigh = 17.320508075688772";

/// JCGM 101:2008, 9.2.2 to 9.2.4: u = 2.00 and ±3.92 for normal inputs; ±2√3 (2 − (3/5)^¼) = ±3.8794 for uniform ones, exactly;
/// u = √103 and ±17.0 where one is ten times as wide, for which first order says ±19.9.
#[test]
fn val_jcgm_101_9_2_additive_model() {
    let normal = sum_of_four([NORMAL; 4]);
    let (first, second) = gum(&normal, 0);
    close(first.standard_uncertainty, 2.0, 1e-12);
    close(second.standard_uncertainty, 2.0, 1e-12);
    close(first.interval(0.95)[1], 3.919_93, 1e-5);
    within_three_errors(&simulated(&normal).outputs[0], 0.0, 2.0, [-3.919_93, 3.919_93]);
    let end = 2.0 * 3.0_f64.sqrt() * (2.0 - 0.6_f64.sqrt().sqrt());
    let uniform = simulated(&sum_of_four([UNIFORM; 4]));
    within_three_errors(&uniform.outputs[0], 0.0, 2.0, [-end, end]);
    let wide = sum_of_four([UNIFORM, UNIFORM, UNIFORM, WIDE]);
    close(gum(&wide, 0).0.interval(0.95)[1], 19.9, 0.05);
    let found = simulated(&wide).outputs[0];
    within_three_errors(&found, 0.0, 103.0_f64.sqrt(), found.symmetric);
    close(found.symmetric[1], 17.0, 0.05);
}

/// JCGM 101:2008, 9.3: first order gives 0.0539 and [1.1285, 1.3395]; with second-order terms 0.0750 and [1.0870, 1.3810], all as
/// printed in table 6. Monte Carlo against exact quadrature of the same model: mean 1.23400, u 0.075480, symmetric
/// [1.08443, 1.38357]; the ends that are printed are those of one run of 10⁵ trials.
#[test]
fn val_jcgm_101_9_3_mass_calibration() {
    let mass = measurement(MASS);
    let (first, second) = gum(&mass, 0);
    close(first.value, 1.234, 1e-9);
    close(first.standard_uncertainty, 0.053_85, 0.000_005);
    for (ours, theirs) in first.interval(0.95).into_iter().zip([1.128_5, 1.339_5]) {
        close(ours, theirs, 0.000_05);
    }
    close(second.standard_uncertainty, 0.075_0, 0.000_05);
    // They expand the rounded uncertainty.
    let expanded = 1.96 * (1e4 * second.standard_uncertainty).round() / 1e4;
    close(first.value - expanded, 1.087_0, 0.000_05);
    close(first.value + expanded, 1.381_0, 0.000_05);
    within_three_errors(&simulated(&mass).outputs[0], 1.234, 0.075_480, [1.084_43, 1.383_57]);
}

fn comparison_loss(x1: f64, coefficient: f64) -> Measurement<Expression> {
    measurement(&format!(
        "[inputs.x1]\ndistribution = \"normal\"\nmean = {x1}\nstandard_deviation = 0.005\n\
         [inputs.x2]\ndistribution = \"normal\"\nmean = 0\nstandard_deviation = 0.005\n\
         [[correlations]]\nbetween = [\"x1\", \"x2\"]\ncoefficient = {coefficient}\n\
         [outputs]\nloss = \"x1^2 + x2^2\"\n"
    ))
}

/// JCGM 101:2008, 9.4: microwave power meter. Without correlation the loss is non-central chi-squared; means, standard uncertainties
/// and shortest intervals are exact. A shortest interval has a flat optimum: its ends scatter more than those of a symmetric one,
/// at most by 1 % of u here.
#[test]
fn val_jcgm_101_9_4_comparison_loss_without_correlation() {
    for (x1, mean, deviation, [low, high]) in [
        (0.0, 50e-6, 50e-6, [0.0, 149.79e-6]),
        (0.01, 150e-6, 111.803e-6, [0.0, 366.01e-6]),
        (0.05, 2_550e-6, 502.494e-6, [1_593.6e-6, 3_548.6e-6]),
    ] {
        let loss = comparison_loss(x1, 0.0);
        let (first, second) = gum(&loss, 0);
        close(first.value, x1 * x1, 1e-12);
        close(first.standard_uncertainty, 2.0 * x1 * 0.005, 1e-12);
        // The second-order terms are all there are: exact.
        close(second.standard_uncertainty, deviation, 1e-9);
        close(first.value + second.bias, mean, 1e-9);
        let found = simulated(&loss).outputs[0];
        within_three_errors(&found, mean, deviation, found.symmetric);
        close(found.shortest[0], low, 0.03 * deviation);
        close(found.shortest[1], high, 0.03 * deviation);
        close(found.shortest[1] - found.shortest[0], high - low, 0.01 * deviation);
    }
}

/// JCGM 101:2008, 9.4.3, r = 0.9: variance 4 x1² u² + 4 u⁴ (1 + r²), exact for normal inputs: 67, 121 and 505 in 1e-6 as printed.
#[test]
fn val_jcgm_101_9_4_comparison_loss_with_correlation() {
    for (x1, mean, deviation) in [(0.0, 50e-6, 67e-6), (0.01, 150e-6, 121e-6), (0.05, 2_550e-6, 505e-6)] {
        let loss = comparison_loss(x1, 0.9);
        let exact = (4.0 * x1 * x1 * 25e-6 + 4.0 * 6.25e-10 * 1.81_f64).sqrt();
        close(exact, deviation, 0.5e-6);
        let (_, second) = gum(&loss, 0);
        close(second.standard_uncertainty, exact, 1e-9);
        let found = simulated(&loss).outputs[0];
        within_three_errors(&found, mean, exact, found.symmetric);
    }
}

fn two_outputs(input: &str) -> Measurement<Expression> {
    measurement(&format!(
        "[inputs.x1]\n{input}\n[inputs.x2]\n{input}\n[inputs.x3]\n{input}\n\
         [outputs]\ny1 = \"x1 + x3\"\ny2 = \"x2 + x3\"\n"
    ))
}

/// JCGM 102:2011, 9.2: two sums with a common term, correlated by 0.5. Normal inputs: k_p = √χ²₂ = 2.4477 exactly, k_q = 2.2121 from the
/// bivariate normal integral; uniform ones: 2.238 and 2.051 by an independent simulation. Three standard errors of a 95 % quantile
/// of 10⁶ values, √(0.0475 / 10⁶) over a density above 0.1, are below 0.0066.
#[test]
fn val_jcgm_102_9_2_regions_of_two_outputs() {
    for (input, ellipsoid, rectangle) in [(NORMAL, 2.447_7, 2.212_1), (UNIFORM, 2.238, 2.051)] {
        let found = simulated(&two_outputs(input));
        let regions = found.regions.unwrap();
        close(regions.normal_ellipsoid, 2.447_7, 0.000_05);
        close(regions.ellipsoid.unwrap(), ellipsoid, 0.006_6);
        close(regions.rectangle, rectangle, 0.006_6);
        let [u1, u2] = [found.outputs[0].standard_uncertainty, found.outputs[1].standard_uncertainty];
        // Standard error of a correlation r from n pairs: (1 − r²)/√n.
        close(found.covariance[(0, 1)] / (u1 * u2), 0.5, 3.0 * 0.75e-3);
    }
}

#[test]
fn an_adaptive_run_stops_when_its_results_are_stable() {
    let mass = measurement(MASS);
    let found = simulate(&mass, 3, Length::Adaptive { digits: 2 }, &mut OneThread).unwrap();
    assert_eq!(found.stable, Some(true));
    assert!(found.trials < 5_000_000, "{}", found.trials);
    // Half a unit in the second digit of 0.075.
    assert!(found.outputs[0].standard_errors.iter().all(|error| 2.0 * error < 0.000_5));
    within_three_errors(&found.outputs[0], 1.234, 0.075_480, [1.084_43, 1.383_57]);
}

/// Backwards, and in other waves: whoever makes the batches, and when.
struct Backwards;

impl Workers for Backwards {
    fn run<T: Send>(&mut self, numbers: std::ops::Range<u64>, work: &(impl Fn(u64) -> T + Sync)) -> Vec<T> {
        let mut made: Vec<T> = numbers.rev().map(work).collect();
        made.reverse();
        made
    }

    fn hear(&mut self, _done: u64, _expected: u64) {}
}

#[test]
fn results_do_not_depend_on_the_workers_but_on_the_seed() {
    let outputs = two_outputs(UNIFORM);
    let run =
        |seed, workers: &mut Backwards| simulate(&outputs, seed, Length::Trials(123_456), workers).unwrap();
    let (there, other) = (run(7, &mut Backwards), run(8, &mut Backwards));
    let here = simulate(&outputs, 7, Length::Trials(123_456), &mut OneThread).unwrap();
    assert_eq!((&here.outputs, here.regions), (&there.outputs, there.regions));
    assert_ne!(here.outputs, other.outputs);
}

#[test]
fn an_output_that_follows_from_another_has_no_ellipsoid() {
    let text = format!("[inputs.x]\n{NORMAL}\n[outputs]\na = \"x\"\nb = \"2 * x\"\n");
    let regions = simulated(&measurement(&text)).regions.unwrap();
    assert_eq!(regions.ellipsoid, None);
    close(regions.rectangle, 1.96, 0.01);
}

#[test]
fn an_output_without_a_value_is_refused_with_the_inputs_that_led_there() {
    let text = format!("[inputs.x]\n{NORMAL}\n[outputs]\na = \"ln(x)\"\n");
    let message =
        simulate(&measurement(&text), 1, Length::Trials(20_000), &mut OneThread).unwrap_err().to_string();
    assert!(
        message.contains("`a` is no finite number in ") && message.contains("first for x = -"),
        "{message}"
    );
}

#[test]
fn outputs_that_take_few_values_have_intervals_too() {
    let text = "[inputs.x]\ndistribution = \"samples\"\nvalues = [1, 2, 2, 3]\n[outputs]\na = \"x\"\nb = \"0 * x\"\n";
    let found = simulate(&measurement(text), 1, Length::Trials(50_000), &mut OneThread).unwrap();
    assert_eq!((found.outputs[0].symmetric, found.outputs[1].shortest), ([1.0, 3.0], [0.0, 0.0]));
}

/// Correlated inputs that are not normal: the copula keeps each distribution as it is. For uniform ones with the coefficient r of
/// the scores the correlation is 6/π asin(r/2) (Pearson 1907).
#[test]
fn val_a_gaussian_copula_keeps_the_distributions_and_correlates_them() {
    let text = format!(
        "[inputs.a]\n{UNIFORM}\n[inputs.b]\n{UNIFORM}\n[[correlations]]\nbetween = [\"a\", \"b\"]\ncoefficient = 0.8\n\
         [outputs]\na1 = \"a\"\nb1 = \"b\"\n"
    );
    let found = simulated(&measurement(&text));
    let end = 0.95 * 3.0_f64.sqrt();
    within_three_errors(&found.outputs[0], 0.0, 1.0, [-end, end]);
    let expected = 6.0 / std::f64::consts::PI * libm::asin(0.4);
    close(found.covariance[(0, 1)], expected, 3.0 * 2e-3);
}

#[test]
fn tolerances_are_half_a_unit_of_the_last_digit() {
    for (u, digits, tolerance) in [
        (0.035, 2, 0.000_5),
        (0.35, 1, 0.05),
        (0.099_6, 2, 0.005),
        (0.96, 1, 0.5),
        (1234.0, 2, 50.0),
        (0.0, 2, 0.0),
    ] {
        close(numerical_tolerance(u, digits), tolerance, 1e-12 * tolerance);
    }
}
