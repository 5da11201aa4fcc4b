//! Depth, pressure and gravity in the ocean: the hydrostatic balance over a standard ocean of 35.165 04 g/kg
//! and 0 °C.
//!
//! TEOS-10 manual, appendix D: the specific enthalpy h that pressure alone gives to the standard ocean equals
//! the work against gravity, h(p) = g(φ, 0) (D + γ D²/2), where D is depth below the geoid. The dynamic
//! height of the true water column and the height of the sea surface above the geoid (both of the order of a
//! metre) are left out, as the Gibbs SeaWater Toolbox does unless told.
//!
//! h comes two ways. [`depth`] takes the toolbox's polynomial (that of [`super::polynomial_75`], condensed)
//! as far as it was fitted, 8,000 dbar, so that depths agree with everybody else's to round-off; from there
//! the enthalpy gained is the exact one. [`depth_exact`] takes the exact Gibbs function from the surface on.
//! The exact depth is the smaller: by 0.1 mm at 1,000 dbar and 0.7 mm from 8,000 on. The toolbox's polynomial
//! itself departs from it by 1.1 mm at 11,274 and by 2.0 mm at 12,700 dbar. Neither matters beside what is
//! left out.
//!
//! The older formula of UNESCO 44 (1983) gives 1.1 m less at 10,000 dbar, mostly because its standard ocean
//! stays at 0 °C in situ, where that of TEOS-10 warms as it is compressed.
//!
//! Pressure above the surface gives depth below zero, which is height. Range: −5 to 12,300 m; beyond,
//! extrapolated.

use super::gibbs::gibbs;
use super::potential_temperature::isentropic_temperature;
use crate::constants::STANDARD_OCEAN_SALINITY_G_PER_KG;
use crate::newton::newton;
use crate::quantity::{AbsoluteSalinity, Latitude, SeaPressure, Temperature};

/// Salinity of the standard ocean, g/kg.
const STANDARD_OCEAN: AbsoluteSalinity = AbsoluteSalinity::from_g_per_kg(STANDARD_OCEAN_SALINITY_G_PER_KG);
/// Temperature of the standard ocean at the surface: Conservative and potential temperature vanish together,
/// to 1e-7 K.
const STANDARD_TEMPERATURE: Temperature = Temperature::from_celsius(0.0);
/// End of the range in which the polynomial was fitted, MPa.
const POLYNOMIAL_END_MPA: f64 = 80.0;
/// h/(10⁸ Pa) in powers of p/(100 MPa) from 1 to 7, m³/kg (the toolbox's `enthalpy_SSO_0`).
const ENTHALPY: [f64; 7] = [
    9.726_613_854_843_87e-4,
    -2.252_956_605_630_465e-5,
    2.376_909_655_387_404e-6,
    -1.664_294_869_986_011e-7,
    -5.988_108_894_465_758e-9,
    -2.107_876_881e-9,
    2.801_929_132_9e-10,
];
/// Gravity at the equator, m/s², and its growth with the square and fourth power of the sine of latitude
/// (Moritz 2000; TEOS-10 manual, eq. D.3).
const GRAVITY: [f64; 3] = [9.780_327, 5.2792e-3, 2.32e-5];
/// Relative growth of gravity with depth in the ocean, 1/m (TEOS-10 manual, eq. D.3).
const GRAVITY_GROWTH: f64 = 2.26e-7;
/// Newton's last step, MPa; the error left is of the order of its square.
const LAST_STEP_MPA: f64 = 1e-6;
/// Megapascals in a metre of ocean, for a start.
const MPA_PER_METRE: f64 = 0.0102;

/// Depth in metres below the geoid of the pressure `pressure`, at `latitude`.
///
/// ```
/// use hadal_models::quantity::{Latitude, SeaPressure};
/// use hadal_models::seawater::depth;
/// // The bottom of the Challenger Deep: 10,935 m under 11,274 dbar.
/// let metres = depth(SeaPressure::from_dbar(11_273.53), Latitude::from_degrees_north(11.4));
/// assert!((metres - 10_935.0).abs() < 0.01);
/// ```
pub fn depth(pressure: SeaPressure, latitude: Latitude) -> f64 {
    depth_of_enthalpy(enthalpy(pressure), latitude)
}

/// Depth in metres as [`depth`] gives it, from the exact Gibbs function alone.
pub fn depth_exact(pressure: SeaPressure, latitude: Latitude) -> f64 {
    depth_of_enthalpy(enthalpy_exact(pressure), latitude)
}

/// Pressure `depth_metres` below the geoid, at `latitude`: the inverse of [`depth`], to round-off.
pub fn pressure_at_depth(depth_metres: f64, latitude: Latitude) -> SeaPressure {
    pressure_of_enthalpy(depth_metres, latitude, |pressure| {
        let exact = pressure.mpa() > POLYNOMIAL_END_MPA;
        let volume = if exact { volume_exact(pressure) } else { polynomial(pressure).1 };
        (enthalpy(pressure), volume)
    })
}

/// Pressure `depth_metres` below the geoid: the inverse of [`depth_exact`], to round-off.
pub fn pressure_at_depth_exact(depth_metres: f64, latitude: Latitude) -> SeaPressure {
    let enthalpy_and_volume = |pressure| (enthalpy_exact(pressure), volume_exact(pressure));
    pressure_of_enthalpy(depth_metres, latitude, enthalpy_and_volume)
}

/// Acceleration of free fall, m/s², at `latitude` and the depth of `pressure` (TEOS-10 manual, eq. D.3).
pub fn gravity(latitude: Latitude, pressure: SeaPressure) -> f64 {
    surface_gravity(latitude) * (1.0 + GRAVITY_GROWTH * depth(pressure, latitude))
}

/// Acceleration of free fall at the surface, m/s².
fn surface_gravity(latitude: Latitude) -> f64 {
    let sine = libm::sin(latitude.degrees_north() * (core::f64::consts::PI / 180.0));
    let square = sine * sine;
    GRAVITY[0] * (1.0 + (GRAVITY[1] + GRAVITY[2] * square) * square)
}

/// Solves h = g (D + γ D²/2) for D (the toolbox's `z_from_p`).
fn depth_of_enthalpy(enthalpy: f64, latitude: Latitude) -> f64 {
    let gravity = surface_gravity(latitude);
    let discriminant = gravity * gravity + 2.0 * GRAVITY_GROWTH * gravity * enthalpy;
    2.0 * enthalpy / (gravity + discriminant.sqrt())
}

fn pressure_of_enthalpy(
    depth_metres: f64,
    latitude: Latitude,
    enthalpy_and_volume: impl Fn(SeaPressure) -> (f64, f64),
) -> SeaPressure {
    let work = surface_gravity(latitude) * depth_metres * (1.0 + 0.5 * GRAVITY_GROWTH * depth_metres);
    SeaPressure::from_mpa(newton(MPA_PER_METRE * depth_metres, LAST_STEP_MPA, |mpa| {
        let (enthalpy, volume) = enthalpy_and_volume(SeaPressure::from_mpa(mpa));
        (enthalpy - work, volume * 1e6)
    }))
}

/// Specific enthalpy that pressure has given to the standard ocean, J/kg.
fn enthalpy(pressure: SeaPressure) -> f64 {
    let end = SeaPressure::from_mpa(POLYNOMIAL_END_MPA);
    if pressure.mpa() > end.mpa() {
        return polynomial(end).0 + (enthalpy_exact(pressure) - enthalpy_exact(end));
    }
    polynomial(pressure).0
}

/// The polynomial and its slope by pressure: enthalpy in J/kg and specific volume in m³/kg.
fn polynomial(pressure: SeaPressure) -> (f64, f64) {
    let z = pressure.mpa() / 100.0;
    let (value, slope) = ENTHALPY.iter().rev().fold((0.0, 0.0), |(value, slope), coefficient| {
        let sum = value + coefficient;
        (sum * z, slope * z + sum)
    });
    (value * 1e8, slope)
}

fn enthalpy_exact(pressure: SeaPressure) -> f64 {
    let at = |temperature, pressure| gibbs(STANDARD_OCEAN, temperature, pressure).enthalpy(temperature);
    at(standard_temperature(pressure), pressure) - at(STANDARD_TEMPERATURE, SeaPressure::SURFACE)
}

fn volume_exact(pressure: SeaPressure) -> f64 {
    gibbs(STANDARD_OCEAN, standard_temperature(pressure), pressure).specific_volume()
}

/// Temperature of the standard ocean under pressure.
fn standard_temperature(pressure: SeaPressure) -> Temperature {
    isentropic_temperature(STANDARD_OCEAN, STANDARD_TEMPERATURE, SeaPressure::SURFACE, pressure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn depth_has_no_seam_where_the_polynomial_ends() {
        let equator = Latitude::from_degrees_north(0.0);
        let at = |mpa: f64| depth(SeaPressure::from_mpa(mpa), equator);
        let end = POLYNOMIAL_END_MPA;
        let (below, above) = (at(end) - at(end - 1.0), at(end + 1.0) - at(end));
        // Specific volume falls by 4e-4 per MPa, so do the steps; the two formulas differ by 1e-7 of it.
        assert!((above / below - (1.0 - 3.7e-4)).abs() < 5e-5, "{}", above / below);
        assert!((at(end + 1e-9) - at(end)).abs() < 2e-7);
    }

    proptest! {
        #[test]
        fn depth_and_pressure_are_inverses(mpa in 0.0..127.0, degrees in -90.0..90.0) {
            let (pressure, latitude) = (SeaPressure::from_mpa(mpa), Latitude::from_degrees_north(degrees));
            let back = pressure_at_depth(depth(pressure, latitude), latitude);
            prop_assert!((back.mpa() - mpa).abs() < 1e-11 * (1.0 + mpa), "{}", back.mpa());
            let back = pressure_at_depth_exact(depth_exact(pressure, latitude), latitude);
            prop_assert!((back.mpa() - mpa).abs() < 1e-11 * (1.0 + mpa), "{}", back.mpa());
        }

        #[test]
        fn nothing_panics(p: u64, latitude: u64, metres: u64) {
            let [p, latitude, metres] = [p, latitude, metres].map(f64::from_bits);
            let (pressure, latitude) = (SeaPressure::from_mpa(p), Latitude::from_degrees_north(latitude));
            let nan = p.is_nan() || !latitude.degrees_north().is_finite();
            prop_assert!(!nan || depth(pressure, latitude).is_nan());
            prop_assert!(!nan || gravity(latitude, pressure).is_nan());
            depth_exact(pressure, latitude);
            pressure_at_depth(metres, latitude);
            pressure_at_depth_exact(metres, latitude);
        }
    }
}
