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

#[cfg(test)]
mod tests {
    use super::*;

    /// At 45° the worked example of 40 CFR 1065.630, 9.806 199 202 6 m/s², by the series of the same system;
    /// on the equator and at the pole the values of Moritz. Ten decimals are printed; the series is stated to
    /// 1e-9.
    #[test]
    fn val_gravity_on_the_ellipsoid_is_that_of_the_reference_system() {
        let places = [(0.0, 9.780_326_771_5), (45.0, 9.806_199_202_6), (-90.0, 9.832_186_368_5)];
        for (latitude, gravity) in places {
            let ours = normal_gravity(latitude, 0.0);
            assert!((ours - gravity).abs() < 2e-9, "{latitude}°: {ours} for {gravity}");
        }
    }

    /// The Python package ahrs has 9.810 702 135 6 at 50°, 9.810 393 625 3 m/s² at 100 m and 9.807 617 683 9
    /// at 1000 m for the World Geodetic System 1984, whose surface value is 1.4e-6 lower; what height takes
    /// off agrees to that part of itself.
    #[test]
    fn val_height_takes_off_what_the_package_ahrs_says() {
        let surface = 9.810_702_135_603_085;
        for (height, gravity) in [(100.0, 9.810_393_625_316_983), (1000.0, 9.807_617_683_884_756)] {
            let theirs = gravity - surface;
            let ours = normal_gravity(50.0, height) - normal_gravity(50.0, 0.0);
            assert!((ours / theirs - 1.0).abs() < 1e-6, "{height} m: {ours:e} for {theirs:e}");
        }
    }

    /// The formula of NPL's guidance, 9.780 327 (1 + 0.005 302 4 sin²L − 0.000 005 8 sin²2L) − 3.086e-6 H,
    /// whose last digits are worth 1e-6 m/s²; its height term leaves out latitude, 1 % of 3.086e-6 H.
    #[test]
    fn val_the_formula_of_npl_agrees_to_its_digits() {
        for latitude in [-60.0_f64, -33.0, 11.3, 35.3, 52.4] {
            let (sine, double) = (libm::sin(latitude.to_radians()), libm::sin((2.0 * latitude).to_radians()));
            let surface = 9.780_327 * (1.0 + 0.005_302_4 * sine * sine - 0.000_005_8 * double * double);
            for height in [0.0, 300.0] {
                let theirs = surface - 3.086e-6 * height;
                let tolerance = 2e-6 + 0.01 * 3.086e-6 * height;
                let ours = normal_gravity(latitude, height);
                assert!((ours - theirs).abs() < tolerance, "{latitude}°, {height} m: {ours} for {theirs}");
            }
        }
    }
}
