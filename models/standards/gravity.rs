//! Local gravity where nobody has measured it: normal gravity of the Geodetic Reference System 1980.
//!
//! H. Moritz, Geodetic Reference System 1980 (Bulletin géodésique 54, 1980; J. Geodesy 74 (2000) 128):
//! Somigliana's closed formula on the ellipsoid, and the second-order change with height above it.
//!
//! A pressure balance turns an error of gravity into the same relative error of pressure. Normal gravity is
//! within 5 parts in 100,000 of what is there (National Physical Laboratory, UK, guidance on pressure
//! measurement), so a laboratory that claims less has it measured.

/// Normal gravity on the equator, m/s².
const EQUATOR: f64 = 9.780_326_771_5;
/// (b γ_pole)/(a γ_equator) − 1.
const K: f64 = 0.001_931_851_353;
/// First eccentricity squared.
const ECCENTRICITY_SQUARED: f64 = 0.006_694_380_022_90;
/// Equatorial radius, m.
const RADIUS_M: f64 = 6_378_137.0;
/// Flattening.
const FLATTENING: f64 = 0.003_352_810_681_18;
/// ω² a² b/GM: centrifugal against gravitational acceleration.
const M: f64 = 0.003_449_786_003_08;

/// Relative standard uncertainty of [`normal_gravity`] as the gravity of a place: a bound of 5e-5 with every
/// value inside it equally likely.
pub const RELATIVE_STANDARD_UNCERTAINTY: f64 = 2.9e-5;

/// Gravity at a geodetic latitude and a height above sea level, m/s².
///
/// Height from −10 to 10 km: beyond, the second order is not enough. Sea level is taken for the ellipsoid,
/// which is up to 100 m (3e-5) away and is part of [`RELATIVE_STANDARD_UNCERTAINTY`]. Any latitude has a
/// value; one beyond a pole is another place.
pub fn normal_gravity(latitude_degrees: f64, height_m: f64) -> f64 {
    let sine = libm::sin(latitude_degrees.to_radians());
    let squared = sine * sine;
    let surface = EQUATOR * (1.0 + K * squared) / (1.0 - ECCENTRICITY_SQUARED * squared).sqrt();
    let height = height_m / RADIUS_M;
    let first = 2.0 * (1.0 + FLATTENING + M - 2.0 * FLATTENING * squared);
    surface * (1.0 - first * height + 3.0 * height * height)
}
