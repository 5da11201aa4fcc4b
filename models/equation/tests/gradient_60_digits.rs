//! Values and analytic gradients against differences in 60 digits, to 110 MPa.
//!
//! `tests/reference/equation_gradients.py` evaluates the formulas of the catalog with mpmath at both ends of every input's range,
//! in its middle, and at 110 MPa.

use super::*;

const TABLE: &str = include_str!("../../../tests/reference/equation-gradients.csv");

/// One equation at one point.
#[derive(Default)]
struct Point {
    value: f64,
    /// Numbers and derivatives, in the order of the equation's coefficients and inputs.
    coefficients: Vec<(f64, f64)>,
    inputs: Vec<(f64, f64)>,
}

fn points() -> BTreeMap<(String, String), Point> {
    let mut points: BTreeMap<(String, String), Point> = BTreeMap::new();
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(TABLE.as_bytes());
    for row in reader.records() {
        let row = row.unwrap();
        let point = points.entry((row[0].to_owned(), row[1].to_owned())).or_default();
        let equation = find(&row[0]).unwrap();
        let figure: f64 = row[5].parse().unwrap();
        let (list, names): (_, Vec<&str>) = match &row[2] {
            "value" => {
                point.value = figure;
                continue;
            }
            "coefficient" => (&mut point.coefficients, equation.coefficients().to_vec()),
            _ => (&mut point.inputs, equation.inputs().iter().map(|input| input.name).collect()),
        };
        assert_eq!(names[list.len()], &row[3], "{}", &row[0]);
        list.push((row[4].parse().unwrap(), figure));
    }
    points
}

/// What round-off may do, in parts of the sizes that are added up: a dozen operations of half a unit in the last place each.
const ROUNDING: f64 = 1e-14;

/// Every value to round-off of its terms, every derivative to 1e-12 of itself: a few hundred roundings.
#[test]
fn every_gradient_is_that_of_sixty_digits() {
    let points = points();
    assert_eq!(points.len(), 4 * all().len());
    for ((id, place), point) in points {
        let equation = find(&id).unwrap();
        let split = |list: &[(f64, f64)]| list.iter().copied().unzip::<f64, f64, Vec<f64>, Vec<f64>>();
        let ((coefficients, by_coefficient), (inputs, by_input)) =
            (split(&point.coefficients), split(&point.inputs));
        let mut found = (vec![0.0; coefficients.len()], vec![0.0; inputs.len()]);
        equation.gradient(&coefficients, &inputs, &mut found.0, &mut found.1);
        let terms = point.coefficients.iter().chain(&point.inputs).map(|(at, slope)| (at * slope).abs());
        let size = terms.fold(point.value.abs(), f64::max);
        let value = equation.value(&coefficients, &inputs);
        assert!((value - point.value).abs() <= ROUNDING * size, "{id} {place}: {value} {}", point.value);
        let inputs = equation.inputs().iter().map(|input| input.name);
        let names = equation.coefficients().iter().copied().chain(inputs);
        let pairs = found.0.iter().chain(&found.1).zip(by_coefficient.iter().chain(&by_input));
        for (name, (ours, exact)) in names.zip(pairs) {
            assert!((ours - exact).abs() <= 1e-12 * exact.abs(), "{id} {place} {name}: {ours} {exact}");
        }
    }
}
