//! Columns give the bits of the function for one state, whatever the numbers, the length and the processor.

use super::*;
use crate::seawater;
use proptest::prelude::*;

type Columns = fn(&[f64], &[f64], &[f64], &mut [f64]);
type OneState = fn(f64, f64, f64) -> f64;

macro_rules! exact {
    ($name:ident) => {
        exact!($name, |value: f64| value)
    };
    ($name:ident, $read:expr) => {
        (stringify!($name), $name, |salinity, celsius, dbar| {
            $read(seawater::$name(
                AbsoluteSalinity::from_g_per_kg(salinity),
                Temperature::from_celsius(celsius),
                SeaPressure::from_dbar(dbar),
            ))
        })
    };
}

/// Every column function with the function that it applies.
const PAIRS: [(&str, Columns, OneState); 11] = [
    exact!(density),
    exact!(specific_volume),
    exact!(sound_speed),
    exact!(isobaric_heat_capacity),
    exact!(thermal_expansion),
    exact!(isentropic_compressibility),
    exact!(conservative_temperature, |value: ConservativeTemperature| value.celsius()),
    exact!(potential_temperature, |value: Temperature| value.celsius()),
    ("density_by_75_terms", density_by_75_terms, |salinity, celsius, dbar| {
        let (s, t, p) = conservative(salinity, celsius, dbar);
        polynomial_75::density(s, t, p)
    }),
    ("sound_speed_by_75_terms", sound_speed_by_75_terms, |salinity, celsius, dbar| {
        let (s, t, p) = conservative(salinity, celsius, dbar);
        polynomial_75::sound_speed(s, t, p)
    }),
    ("practical_salinity", practical_salinity, |conductivity, celsius, dbar| {
        let (c, t, p) = measured(conductivity, celsius, dbar);
        seawater::practical_salinity(c, t, p).value()
    }),
];

/// A number of the sea, one near zero, or any number at all: infinite, negative, not a number.
fn number(most: f64) -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => -0.1 * most..most,
        2 => 0.0..0.01 * most,
        1 => proptest::num::f64::ANY,
        1 => prop::sample::select(vec![0.0, -0.0, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, 10_000.0, 1e308]),
    ]
}

fn row() -> impl Strategy<Value = [f64; 3]> {
    // Salinity in g/kg or conductivity in mS/cm, °C, dbar.
    (number(60.0), number(42.0), number(13_000.0)).prop_map(<[f64; 3]>::from)
}

/// What is not a number has no bits that count: which one comes out depends on the order of operands.
fn same(one: f64, other: f64) -> bool {
    one.to_bits() == other.to_bits() || one.is_nan() && other.is_nan()
}

proptest! {
    #[test]
    fn columns_give_the_bits_of_single_states(rows in prop::collection::vec(row(), 0..3 * BLOCK + 2)) {
        let column = |index: usize| rows.iter().map(|row| row[index]).collect::<Vec<f64>>();
        for (name, columns, one_state) in PAIRS {
            let mut results = vec![0.0; rows.len()];
            columns(&column(0), &column(1), &column(2), &mut results);
            for (result, [a, b, c]) in results.into_iter().zip(&rows) {
                let alone = one_state(*a, *b, *c);
                prop_assert!(same(result, alone), "{name}({a:e}, {b:e}, {c:e}): {result:e}, alone {alone:e}");
            }
        }
    }

    #[test]
    fn rows_beyond_the_shortest_column_stay_as_they_are(
        lengths in prop::array::uniform4(0..2 * BLOCK + 2),
    ) {
        let [a, b, c] = [35.0, 10.0, 1_000.0];
        let [first, second, third, results] = lengths;
        let shortest = *lengths.iter().min().unwrap();
        for (name, columns, one_state) in PAIRS {
            let mut results = vec![-7.0; results];
            columns(&vec![a; first], &vec![b; second], &vec![c; third], &mut results);
            let expected = |index: usize| if index < shortest { one_state(a, b, c) } else { -7.0 };
            for (index, result) in results.iter().enumerate() {
                prop_assert!(same(*result, expected(index)), "{name}, row {index}: {result:e}");
            }
        }
    }
}

/// Every set of instructions that this machine has.
fn sets() -> Vec<Arch> {
    let mut sets = vec![Arch::Scalar, Arch::new()];
    #[cfg(target_arch = "x86_64")]
    sets.extend(pulp::x86::V3::try_new().map(Arch::V3));
    sets
}

#[test]
fn every_set_of_instructions_gives_the_same_bits() {
    let count = 1_000;
    let spread = |low: f64, high: f64, step: usize| -> Vec<f64> {
        (0..count).map(|row| low + (high - low) * ((row * step % count) as f64 / count as f64)).collect()
    };
    let (salinity, celsius, dbar) = (spread(0.0, 42.0, 7), spread(-2.0, 40.0, 13), spread(0.0, 12_700.0, 29));
    for (row, set) in sets().into_iter().enumerate() {
        let mut results = [vec![0.0; count], vec![0.0; count]];
        let [densities, temperatures] = &mut results;
        let columns = [salinity.as_slice(), celsius.as_slice(), dbar.as_slice()];
        apply_on(
            set,
            columns,
            densities,
            #[inline(always)]
            |s, t, p| {
                let (s, t, p) = in_situ(s, t, p);
                seawater::density(s, t, p)
            },
        );
        apply_on(
            set,
            columns,
            temperatures,
            #[inline(always)]
            |s, t, p| {
                let (s, t, p) = in_situ(s, t, p);
                conservative_celsius(s, t, p)
            },
        );
        for index in 0..count {
            let (s, t, p) = in_situ(salinity[index], celsius[index], dbar[index]);
            assert_eq!(results[0][index].to_bits(), seawater::density(s, t, p).to_bits(), "set {row}");
            let single = seawater::conservative_temperature(s, t, p).celsius();
            assert_eq!(results[1][index].to_bits(), single.to_bits(), "set {row}");
        }
    }
}
