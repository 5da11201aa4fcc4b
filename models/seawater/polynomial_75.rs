//! The 75-term polynomial for specific volume in (S_A, Θ, p): fast, and right only inside its funnel.
//!
//! Roquet, Madec, McDougall and Barker, Ocean Modelling 90 (2015) 29, as the Gibbs SeaWater Toolbox has it in
//! `rho`, `alpha`, `beta` and `sound_speed`. It is a fit to the exact TEOS-10, made for ocean models. Range:
//! the funnel ([`is_in_funnel`]), to 8,000 dbar. Outside it the value is extrapolated: on water of 34–36 g/kg
//! and −1 to 3 °C it stays within 4.5 ppm of density and 0.6 m/s to 12,700 dbar, in the corners of 2–42 g/kg
//! and −1.8 to 35 °C it is wrong by 400 ppm and 34 m/s there. [`super::density`] and its like never use it.
//!
//! Straight-line arithmetic throughout, so that a compiler can work on several points of a loop at once.
//! Salinity below zero counts as zero; a NaN gives NaN.

mod coefficients;
mod funnel;

use crate::quantity::{AbsoluteSalinity, ConservativeTemperature, SeaPressure};
use coefficients::{Z0, Z1, Z2, Z3, Z4, Z5, Z6};
pub use funnel::is_in_funnel;

/// 1/(40 u_PS), kg/g: scale of salinity under the root, as the toolbox rounds it.
const SALINITY_SCALE: f64 = 0.024_882_667_558_461_5;
/// 24 g/kg on that scale: the offset that keeps the root smooth at zero salinity.
const SALINITY_OFFSET: f64 = 0.597_184_021_403_075_4;
/// 1/40 K: scale of temperature.
const PER_KELVIN: f64 = 0.025;
/// 1/(100 MPa): scale of pressure.
const PER_MPA: f64 = 0.01;
/// Pascals in the unit of reduced pressure.
const PRESSURE_UNIT: f64 = 1e8;

/// c₀ + u (c₁ + u (c₂ + …)), written out.
macro_rules! horner {
    ($u:ident; $last:expr) => { $last };
    ($u:ident; $first:expr, $($rest:expr),+) => { $first + $u * (horner!($u; $($rest),+)) };
}

/// Specific volume, m³/kg.
///
/// ```
/// use hadal_models::quantity::{AbsoluteSalinity, ConservativeTemperature, SeaPressure};
/// use hadal_models::seawater::polynomial_75;
/// // The check value of Roquet et al. (2015, appendix C.3): 9.732 819 628e-4 m³/kg at 30 g/kg, 10 °C, 1000 dbar.
/// let (salinity, heat) = (AbsoluteSalinity::from_g_per_kg(30.0), ConservativeTemperature::from_celsius(10.0));
/// let volume = polynomial_75::specific_volume(salinity, heat, SeaPressure::from_dbar(1000.0));
/// assert!((volume - 9.732_819_628e-4).abs() < 5e-14);
/// ```
#[inline(always)]
pub fn specific_volume(
    salinity: AbsoluteSalinity,
    temperature: ConservativeTemperature,
    pressure: SeaPressure,
) -> f64 {
    let (x, y, z) = reduced(salinity, temperature, pressure);
    volume(&layers(x, y), z)
}

/// Density, kg/m³.
#[inline(always)]
pub fn density(
    salinity: AbsoluteSalinity,
    temperature: ConservativeTemperature,
    pressure: SeaPressure,
) -> f64 {
    1.0 / specific_volume(salinity, temperature, pressure)
}

/// Thermal expansion v⁻¹ ∂v/∂Θ at constant salinity and pressure, 1/K (TEOS-10 manual, eq. 2.18.3).
#[inline(always)]
pub fn thermal_expansion(
    salinity: AbsoluteSalinity,
    temperature: ConservativeTemperature,
    pressure: SeaPressure,
) -> f64 {
    let (x, y, z) = reduced(salinity, temperature, pressure);
    PER_KELVIN * volume_by_y(x, y, z) / volume(&layers(x, y), z)
}

/// Haline contraction −v⁻¹ ∂v/∂S_A at constant Conservative Temperature and pressure, kg/g (TEOS-10 manual,
/// eq. 2.19.3).
#[inline(always)]
pub fn haline_contraction(
    salinity: AbsoluteSalinity,
    temperature: ConservativeTemperature,
    pressure: SeaPressure,
) -> f64 {
    let (x, y, z) = reduced(salinity, temperature, pressure);
    -0.5 * SALINITY_SCALE * volume_by_x(x, y, z) / (volume(&layers(x, y), z) * x)
}

/// Speed of sound v √(−1/(∂v/∂p)) at constant salinity and Conservative Temperature, which is that at
/// constant entropy, m/s.
#[inline(always)]
pub fn sound_speed(
    salinity: AbsoluteSalinity,
    temperature: ConservativeTemperature,
    pressure: SeaPressure,
) -> f64 {
    let (x, y, z) = reduced(salinity, temperature, pressure);
    let layers = layers(x, y);
    let volume = volume(&layers, z);
    (-PRESSURE_UNIT * volume * volume / volume_by_z(&layers, z)).sqrt()
}

/// x = √((S_A + 24 g/kg)/(40 u_PS)), y = Θ/40 °C, z = p/10⁴ dbar.
#[inline(always)]
fn reduced(
    salinity: AbsoluteSalinity,
    temperature: ConservativeTemperature,
    pressure: SeaPressure,
) -> (f64, f64, f64) {
    let g_per_kg = salinity.g_per_kg();
    // A select, not f64::max: NaN must come through.
    let g_per_kg = if g_per_kg < 0.0 { 0.0 } else { g_per_kg };
    let x = (SALINITY_SCALE * g_per_kg + SALINITY_OFFSET).sqrt();
    (x, temperature.celsius() * PER_KELVIN, pressure.mpa() * PER_MPA)
}

/// The coefficients of z⁰ to z⁶ at given x and y.
#[inline(always)]
fn layers(x: f64, y: f64) -> [f64; 7] {
    [
        horner!(y; row(&Z0.0, x), row(&Z0.1, x), row(&Z0.2, x), row(&Z0.3, x), row(&Z0.4, x), row(&Z0.5, x), Z0.6[0]),
        horner!(y; row(&Z1.0, x), row(&Z1.1, x), row(&Z1.2, x), row(&Z1.3, x), row(&Z1.4, x), Z1.5[0]),
        horner!(y; row(&Z2.0, x), row(&Z2.1, x), row(&Z2.2, x), row(&Z2.3, x), Z2.4[0]),
        horner!(y; row(&Z3.0, x), row(&Z3.1, x), Z3.2[0]),
        horner!(y; row(&Z4.0, x), Z4.1[0]),
        Z5,
        Z6,
    ]
}

#[inline(always)]
fn volume(layers: &[f64; 7], z: f64) -> f64 {
    row(layers, z)
}

#[inline(always)]
fn volume_by_z(layers: &[f64; 7], z: f64) -> f64 {
    slope(layers, z)
}

#[inline(always)]
fn volume_by_y(x: f64, y: f64, z: f64) -> f64 {
    let by_y = [
        horner!(y; row(&Z0.1, x), 2.0 * row(&Z0.2, x), 3.0 * row(&Z0.3, x), 4.0 * row(&Z0.4, x),
            5.0 * row(&Z0.5, x), 6.0 * Z0.6[0]),
        horner!(y; row(&Z1.1, x), 2.0 * row(&Z1.2, x), 3.0 * row(&Z1.3, x), 4.0 * row(&Z1.4, x), 5.0 * Z1.5[0]),
        horner!(y; row(&Z2.1, x), 2.0 * row(&Z2.2, x), 3.0 * row(&Z2.3, x), 4.0 * Z2.4[0]),
        horner!(y; row(&Z3.1, x), 2.0 * Z3.2[0]),
        Z4.1[0],
    ];
    row(&by_y, z)
}

#[inline(always)]
fn volume_by_x(x: f64, y: f64, z: f64) -> f64 {
    let by_x = [
        horner!(y; slope(&Z0.0, x), slope(&Z0.1, x), slope(&Z0.2, x), slope(&Z0.3, x), slope(&Z0.4, x), Z0.5[1]),
        horner!(y; slope(&Z1.0, x), slope(&Z1.1, x), slope(&Z1.2, x), slope(&Z1.3, x), Z1.4[1]),
        horner!(y; slope(&Z2.0, x), slope(&Z2.1, x), slope(&Z2.2, x), Z2.3[1]),
        horner!(y; slope(&Z3.0, x), Z3.1[1]),
        Z4.0[1],
    ];
    row(&by_x, z)
}

/// Σ cᵢ uⁱ by Horner's rule; the length is known where it is called, so nothing of the loop is left.
#[inline(always)]
fn row<const N: usize>(coefficients: &[f64; N], u: f64) -> f64 {
    let mut value = coefficients[N - 1];
    for i in (0..N - 1).rev() {
        value = coefficients[i] + u * value;
    }
    value
}

/// Σ i cᵢ uⁱ⁻¹ likewise.
#[inline(always)]
fn slope<const N: usize>(coefficients: &[f64; N], u: f64) -> f64 {
    let mut value = (N - 1) as f64 * coefficients[N - 1];
    for i in (1..N - 1).rev() {
        value = i as f64 * coefficients[i] + u * value;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn state(
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

    #[test]
    fn salinity_below_zero_counts_as_zero_and_nan_comes_through() {
        let ((low, heat, deep), (none, ..)) = (state(-3.0, 10.0, 500.0), state(0.0, 10.0, 500.0));
        assert_eq!(density(low, heat, deep).to_bits(), density(none, heat, deep).to_bits());
        assert!(density(AbsoluteSalinity::from_g_per_kg(f64::NAN), heat, deep).is_nan());
        let water = AbsoluteSalinity::from_g_per_kg(f64::NAN);
        assert!(!is_in_funnel(water, heat, deep));
    }

    proptest! {
        /// Truncation h²/6 and rounding 1e-16/h of the difference quotient leave about 1e-9 of each slope.
        #[test]
        fn the_derivatives_are_those_of_specific_volume(s in 1.0..42.0, t in -2.0..35.0, p in 10.0..8000.0) {
            let volume = |ds: f64, dt: f64, dp: f64| {
                let (s, t, p) = state(s + ds, t + dt, p + dp);
                specific_volume(s, t, p)
            };
            let h = 1e-3;
            let (water, heat, deep) = state(s, t, p);
            let centre = specific_volume(water, heat, deep);
            let by_t = (volume(0.0, h, 0.0) - volume(0.0, -h, 0.0)) / (2.0 * h);
            prop_assert!((by_t / centre - thermal_expansion(water, heat, deep)).abs() < 1e-11);
            let by_s = (volume(h, 0.0, 0.0) - volume(-h, 0.0, 0.0)) / (2.0 * h);
            prop_assert!((by_s / centre + haline_contraction(water, heat, deep)).abs() < 1e-11);
            let by_pa = (volume(0.0, 0.0, 10.0) - volume(0.0, 0.0, -10.0)) / 2e5;
            let speed = (-centre * centre / by_pa).sqrt();
            prop_assert!((speed - sound_speed(water, heat, deep)).abs() < 1e-4, "{speed}");
        }

        #[test]
        fn nothing_panics(s: u64, t: u64, p: u64) {
            let (s, t, p) = state(f64::from_bits(s), f64::from_bits(t), f64::from_bits(p));
            for property in [density, specific_volume, thermal_expansion, haline_contraction, sound_speed] {
                let value = property(s, t, p);
                let finite = s.g_per_kg().is_finite() && t.celsius().is_finite() && p.mpa().is_finite();
                prop_assert!(finite || !value.is_normal());
            }
            is_in_funnel(s, t, p);
        }
    }
}
