//! Against the check tables that the IAPWS prints in its releases.

use super::{assert_digits, assert_within};
use crate::quantity::{AbsolutePressure, AbsoluteSalinity, Temperature};
use crate::seawater::{Gibbs, gibbs, gibbs_by_salinity, ice_gibbs, water_potential};

fn at(
    mass_fraction: f64,
    kelvin: f64,
    absolute_mpa: f64,
) -> (AbsoluteSalinity, Temperature, crate::quantity::SeaPressure) {
    (
        AbsoluteSalinity::from_g_per_kg(1000.0 * mass_fraction),
        Temperature::from_kelvin(kelvin),
        AbsolutePressure::from_mpa(absolute_mpa).sea(),
    )
}

#[track_caller]
fn assert_gibbs(ours: &Gibbs, theirs: [f64; 6], digits: i32) {
    let ours = [ours.g, ours.g_t, ours.g_p, ours.g_tt, ours.g_tp, ours.g_pp];
    for (index, name) in ["g", "g_t", "g_p", "g_tt", "g_tp", "g_pp"].iter().enumerate() {
        assert_digits(ours[index], theirs[index], digits, name);
    }
}

/// IAPWS SR7-09 (2009), table 6: nine digits.
#[test]
fn val_water_part_gives_the_table_of_sr7_09() {
    let table = [
        (
            273.15,
            0.101_325,
            [101.342_743, 0.147_644_587, 1.000_156_95e-3, -15.447_232_4, -6.774_595_13e-8, -5.089_153_08e-13],
        ),
        (
            273.15,
            100.0,
            [97_730.386_8, 8.515_063_46, 9.566_833_54e-4, -14.297_017_4, 1.990_880_60e-7, -3.715_271_64e-13],
        ),
        (
            313.15,
            0.101_325,
            [-11_619.889_8, -572.365_181, 1.007_844_71e-3, -13.346_396_8, 3.884_996_94e-7, -4.458_410_77e-13],
        ),
    ];
    for (kelvin, mpa, theirs) in table {
        let (s, t, p) = at(0.0, kelvin, mpa);
        assert_gibbs(&gibbs(s, t, p), theirs, 9);
    }
}

/// IAPWS SR7-09 (2009), table 6: derived properties.
#[test]
fn val_properties_of_water_give_the_table_of_sr7_09() {
    let (s, t, p) = at(0.0, 273.15, 100.0);
    let water = gibbs(s, t, p);
    assert_digits(water.enthalpy(t), 95_404.497_3, 9, "enthalpy");
    assert_digits(water.internal_energy(t, p), -263.838_183, 9, "internal energy");
    assert_digits(water.entropy(), -8.515_063_46, 9, "entropy");
    assert_digits(water.density(), 1_045.277_93, 9, "density");
    assert_digits(water.isobaric_heat_capacity(t), 3_905.230_30, 9, "heat capacity");
    assert_digits(water.sound_speed(), 1_575.430_89, 9, "sound speed");
}

/// IAPWS R13-08 (2008), table 8: the saline part, nine digits, at three states (b lies outside the water
/// part's range).
#[test]
fn val_salt_part_gives_the_tables_of_r13_08() {
    let table = [
        (
            0.035_165_04,
            273.15,
            0.101_325,
            [
                -101.342_742,
                -0.147_643_376,
                -2.749_572_24e-5,
                0.852_861_151,
                1.192_867_87e-7,
                5.815_351_72e-14,
            ],
        ),
        (
            0.1,
            353.0,
            0.101_325,
            [15_087.174_0, 156.230_907, -5.792_272_86e-5, 1.279_226_49, 8.030_615_96e-7, 2.130_861_54e-13],
        ),
        (
            0.035_165_04,
            273.15,
            100.0,
            [-2_600.930_51, 7.540_456_85, -2.291_238_42e-5, 0.488_076_974, 4.662_844_12e-8, 3.573_457_36e-14],
        ),
    ];
    for (fraction, kelvin, mpa, theirs) in table {
        let (s, t, p) = at(fraction, kelvin, mpa);
        let (all, water) = (gibbs(s, t, p), gibbs(AbsoluteSalinity::from_g_per_kg(0.0), t, p));
        let salt = Gibbs {
            g: all.g - water.g,
            g_t: all.g_t - water.g_t,
            g_p: all.g_p - water.g_p,
            g_tt: all.g_tt - water.g_tt,
            g_tp: all.g_tp - water.g_tp,
            g_pp: all.g_pp - water.g_pp,
        };
        assert_gibbs(&salt, theirs, 9);
    }
}

/// IAPWS R13-08 (2008), table 8: derivatives by salinity.
#[test]
fn val_salinity_derivatives_give_the_tables_of_r13_08() {
    let table = [
        (0.035_165_04, 273.15, 0.101_325, 63_997.406_7, -7.596_154_12e-4),
        (0.1, 353.0, 0.101_325, 251_957.276, -3.059_578_02e-4),
        (0.035_165_04, 273.15, 100.0, -5_458.615_81, -6.407_576_19e-4),
    ];
    for (fraction, kelvin, mpa, by_salinity, by_salinity_and_pressure) in table {
        let (s, t, p) = at(fraction, kelvin, mpa);
        let ours = gibbs_by_salinity(s, t, p);
        assert_digits(ours.g_s, by_salinity, 9, "g_s");
        assert_digits(ours.g_sp, by_salinity_and_pressure, 9, "g_sp");
    }
}

/// IAPWS R13-08 (2008), table 8c, seawater as a whole. Its water part is IAPWS-95 itself; what SR7-09 differs
/// from that is known from the two releases' own tables (water columns of table 8c and table 6) and is taken
/// off first.
#[test]
fn val_seawater_at_100_mpa_gives_the_table_of_r13_08() {
    let (s, t, p) = at(0.035_165_04, 273.15, 100.0);
    let ours = gibbs(s, t, p);
    let water = Gibbs {
        g: ours.g + (97_730.386_2 - 97_730.386_8),
        g_t: ours.g_t + (8.514_665_02 - 8.515_063_46),
        g_p: ours.g_p + (9.566_833_29e-4 - 9.566_833_54e-4),
        g_tt: ours.g_tt + (-14.296_987_3 - -14.297_017_4),
        g_tp: ours.g_tp + (1.990_795_71e-7 - 1.990_880_60e-7),
        g_pp: ours.g_pp + (-3.715_308_89e-13 - -3.715_271_64e-13),
    };
    let theirs =
        [95_129.455_7, 16.055_121_9, 9.337_709_45e-4, -13.808_910_4, 2.457_080_12e-7, -3.357_963_16e-13];
    assert_gibbs(&water, theirs, 9);
    assert_digits(water.density(), 1_070.926_45, 9, "density");
    assert_digits(water.enthalpy(t), 90_743.999_2, 8, "enthalpy");
    assert_digits(water.isobaric_heat_capacity(t), 3_771.903_87, 8, "heat capacity");
    assert_digits(water.sound_speed(), 1_621.989_98, 8, "sound speed");
}

/// IAPWS R13-08 (2008), table 8c; the water part differs by 6e-4 J/kg (see above), the table's last digit is
/// 1e-4.
#[test]
fn val_chemical_potential_of_water_gives_the_table_of_r13_08() {
    let (s, t, p) = at(0.035_165_04, 273.15, 100.0);
    assert_within(water_potential(s, t, p).g - 6e-4, 95_321.408_2, 2e-4, "chemical potential of water");
}

/// IAPWS R10-06 (2009), table 6: twelve digits; the energy to its last printed one.
#[test]
fn val_ice_gives_the_table_of_r10_06() {
    let table = [
        (
            273.16,
            0.000_611_657,
            1e-9,
            [
                0.611_784_135,
                1_220.694_339_40,
                1.090_858_127_37e-3,
                -7.676_029_858_75,
                1.743_879_647_00e-7,
                -1.284_959_415_71e-13,
            ],
        ),
        (
            273.152_519,
            0.101_325,
            1e-8,
            [
                101.342_740_69,
                1_220.769_325_50,
                1.090_843_882_14e-3,
                -7.675_982_333_65,
                1.743_622_199_72e-7,
                -1.284_853_649_28e-13,
            ],
        ),
        (
            100.0,
            100.0,
            1e-6,
            [
                -222_296.513_088,
                2_611.951_225_89,
                1.061_933_892_60e-3,
                -8.663_331_955_17,
                2.745_051_624_88e-8,
                -9.418_079_817_61e-14,
            ],
        ),
    ];
    for (kelvin, mpa, last_digit, theirs) in table {
        let (_, t, p) = at(0.0, kelvin, mpa);
        let ours = ice_gibbs(t, p);
        assert_within(ours.g, theirs[0], last_digit, "g");
        assert_gibbs(&Gibbs { g: theirs[0], ..ours }, theirs, 12);
    }
}
