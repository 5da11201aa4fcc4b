//! Properties of many states at once: columns of numbers in, a column out, in the units of GSW.
//!
//! Each function applies the function of the same name in [`super`] to every row. The loop runs on as many rows at
//! once as the processor's widest instructions take, chosen when it runs; since no product is fused with a sum and no
//! sum is reordered, every processor and every width gives the bits of the function for one state. Hence it may be used
//! where results must repeat.
//!
//! Columns are in g/kg of Absolute Salinity, °C (ITS-90), dbar of sea pressure. They shall be of one length: rows beyond
//! the shortest are left as they are. For more threads, split the columns.
//!
//! ```
//! use hadal_models::seawater::columns;
//!
//! let mut density = [0.0; 2];
//! columns::density(&[35.165_04, 0.0], &[2.0, 2.0], &[11_000.0, 11_000.0], &mut density);
//! assert!((density[0] - 1074.17).abs() < 0.005 && (density[1] - 1048.85).abs() < 0.005);
//! ```

use super::conductivity::{LOW_SALINITY, unextended_salinity};
use super::polynomial_75;
use crate::quantity::{AbsoluteSalinity, Conductivity, ConservativeTemperature, SeaPressure, Temperature};
use pulp::Arch;

/// The instruction set that columns run on here, for reports of speed: results do not depend on it.
pub fn instruction_set() -> &'static str {
    match Arch::new() {
        Arch::Scalar => "the compiler's baseline",
        #[cfg(target_arch = "x86_64")]
        Arch::V3(_) => "x86-64-v3 (AVX2)",
        #[cfg(target_arch = "x86_64")]
        Arch::V4(_) => "x86-64-v4 (AVX-512)",
        _ => "vector instructions of this processor",
    }
}

/// Rows that are taken together: a few of the widest registers, and small enough to stay close to the processor.
const BLOCK: usize = 32;

/// Applies `law` to each row of three columns.
///
/// The law must be a closure marked `#[inline(always)]`: called out of line it would be evaluated row by row.
fn apply(columns: [&[f64]; 3], results: &mut [f64], law: impl Fn(f64, f64, f64) -> f64) {
    apply_on(Arch::new(), columns, results, law);
}

/// [`apply`] with the instructions of `set`.
#[inline(always)]
fn apply_on(set: Arch, columns: [&[f64]; 3], results: &mut [f64], law: impl Fn(f64, f64, f64) -> f64) {
    set.dispatch(
        #[inline(always)]
        || in_blocks(columns, results, law),
    );
}

/// One loop over blocks of fixed length, the last filled up with zeros: the law then stands in one place only, and the
/// compiler knows the length.
#[inline(always)]
fn in_blocks([a, b, c]: [&[f64]; 3], results: &mut [f64], law: impl Fn(f64, f64, f64) -> f64) {
    let (mut x, mut y, mut z, mut values) = ([0.0; BLOCK], [0.0; BLOCK], [0.0; BLOCK], [0.0; BLOCK]);
    let rows = a.chunks(BLOCK).zip(b.chunks(BLOCK)).zip(c.chunks(BLOCK));
    for (results, ((a, b), c)) in results.chunks_mut(BLOCK).zip(rows) {
        let length = results.len().min(a.len()).min(b.len()).min(c.len());
        x[..length].copy_from_slice(&a[..length]);
        y[..length].copy_from_slice(&b[..length]);
        z[..length].copy_from_slice(&c[..length]);
        for row in 0..BLOCK {
            values[row] = law(x[row], y[row], z[row]);
        }
        results[..length].copy_from_slice(&values[..length]);
    }
}

/// A property column by column: its name with the three columns it takes, how a row is typed, and the law. The law must
/// be a function marked `#[inline(always)]`, no closure: only so does it end up inside the loop.
macro_rules! property {
    ($(#[$document:meta])* $name:ident($a:ident, $b:ident, $c:ident), $typed:ident, $law:expr) => {
        $(#[$document])*
        pub fn $name($a: &[f64], $b: &[f64], $c: &[f64], results: &mut [f64]) {
            apply(
                [$a, $b, $c],
                results,
                #[inline(always)]
                |a, b, c| {
                    let (a, b, c) = $typed(a, b, c);
                    $law(a, b, c)
                },
            );
        }
    };
}

property!(
    /// Density, kg/m³: [`super::density`] row by row.
    density(salinity_g_per_kg, temperature_celsius, sea_pressure_dbar), in_situ, super::density
);
property!(
    /// Specific volume, m³/kg: [`super::specific_volume`] row by row.
    specific_volume(salinity_g_per_kg, temperature_celsius, sea_pressure_dbar), in_situ, super::specific_volume
);
property!(
    /// Speed of sound, m/s: [`super::sound_speed`] row by row.
    sound_speed(salinity_g_per_kg, temperature_celsius, sea_pressure_dbar), in_situ, super::sound_speed
);
property!(
    /// Isobaric heat capacity, J/(kg K): [`super::isobaric_heat_capacity`] row by row.
    isobaric_heat_capacity(salinity_g_per_kg, temperature_celsius, sea_pressure_dbar), in_situ, super::isobaric_heat_capacity
);
property!(
    /// Thermal expansion by in-situ temperature, 1/K: [`super::thermal_expansion`] row by row.
    thermal_expansion(salinity_g_per_kg, temperature_celsius, sea_pressure_dbar), in_situ, super::thermal_expansion
);
property!(
    /// Isentropic compressibility, 1/Pa: [`super::isentropic_compressibility`] row by row.
    isentropic_compressibility(salinity_g_per_kg, temperature_celsius, sea_pressure_dbar), in_situ, super::isentropic_compressibility
);
property!(
    /// Conservative Temperature, °C: [`super::conservative_temperature`] row by row.
    conservative_temperature(salinity_g_per_kg, temperature_celsius, sea_pressure_dbar), in_situ,
    conservative_celsius
);
property!(
    /// Potential temperature, °C: [`super::potential_temperature`] row by row.
    potential_temperature(salinity_g_per_kg, temperature_celsius, sea_pressure_dbar), in_situ,
    potential_celsius
);
property!(
    /// Density, kg/m³, from Conservative Temperature in °C: [`polynomial_75::density`] row by row.
    density_by_75_terms(salinity_g_per_kg, conservative_celsius, sea_pressure_dbar), conservative, polynomial_75::density
);
property!(
    /// Speed of sound, m/s, from Conservative Temperature in °C: [`polynomial_75::sound_speed`] row by row.
    sound_speed_by_75_terms(salinity_g_per_kg, conservative_celsius, sea_pressure_dbar), conservative, polynomial_75::sound_speed
);

/// Practical salinity from conductivity in mS/cm: [`super::practical_salinity`] row by row.
pub fn practical_salinity(
    conductivity_millisiemens_per_cm: &[f64],
    temperature_celsius: &[f64],
    sea_pressure_dbar: &[f64],
    results: &mut [f64],
) {
    let columns = [conductivity_millisiemens_per_cm, temperature_celsius, sea_pressure_dbar];
    apply(
        columns,
        results,
        #[inline(always)]
        |conductivity, celsius, dbar| {
            let (c, t, p) = measured(conductivity, celsius, dbar);
            unextended_salinity(c, t, p).value()
        },
    );
    // Nearly fresh water, rare at sea, takes the long way.
    let rows = columns[0].iter().zip(columns[1]).zip(columns[2]);
    for (result, ((conductivity, celsius), dbar)) in results.iter_mut().zip(rows) {
        if *result < LOW_SALINITY {
            let (c, t, p) = measured(*conductivity, *celsius, *dbar);
            *result = super::practical_salinity(c, t, p).value();
        }
    }
}

#[inline(always)]
fn conservative_celsius(salinity: AbsoluteSalinity, temperature: Temperature, pressure: SeaPressure) -> f64 {
    super::conservative_temperature(salinity, temperature, pressure).celsius()
}

#[inline(always)]
fn potential_celsius(salinity: AbsoluteSalinity, temperature: Temperature, pressure: SeaPressure) -> f64 {
    super::potential_temperature(salinity, temperature, pressure).celsius()
}

/// What the exact functions take, typed.
#[inline(always)]
fn in_situ(g_per_kg: f64, celsius: f64, dbar: f64) -> (AbsoluteSalinity, Temperature, SeaPressure) {
    (
        AbsoluteSalinity::from_g_per_kg(g_per_kg),
        Temperature::from_celsius(celsius),
        SeaPressure::from_dbar(dbar),
    )
}

/// What the 75-term polynomial takes, typed.
#[inline(always)]
fn conservative(
    g_per_kg: f64,
    celsius: f64,
    dbar: f64,
) -> (AbsoluteSalinity, ConservativeTemperature, SeaPressure) {
    (
        AbsoluteSalinity::from_g_per_kg(g_per_kg),
        ConservativeTemperature::from_celsius(celsius),
        SeaPressure::from_dbar(dbar),
    )
}

/// What a CTD measures, typed.
#[inline(always)]
fn measured(millisiemens_per_cm: f64, celsius: f64, dbar: f64) -> (Conductivity, Temperature, SeaPressure) {
    (
        Conductivity::from_millisiemens_per_cm(millisiemens_per_cm),
        Temperature::from_celsius(celsius),
        SeaPressure::from_dbar(dbar),
    )
}

#[cfg(test)]
mod tests;
