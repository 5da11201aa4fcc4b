//! Optodes of Aanderaa and JFE.

use super::*;

const AANDERAA: &str = "aanderaa/4330-oxygen";

/// The Stern-Volmer-Uchida form is the SBE 63's without its square of the phase: seabirdscientific 3.1.1, convert_sbe63_oxygen
/// with a2 = 0 and b1 times its microseconds per volt, at the surface in fresh water; round-off, which the difference from 1
/// enlarges.
#[test]
fn val_fresh_water_of_an_aanderaa_4330() {
    let coefficients = with(AANDERAA, &[]);
    let cases = [
        ([30.0, 30.0, 0.0, 0.0], 209.492_325_855_962_26),
        ([40.0, 10.0, 0.0, 0.0], 192.502_532_928_064_88),
        ([60.0, 0.0, 0.0, 0.0], 23.245_984_784_446_364),
    ];
    for (inputs, expected) in cases {
        assert_close(value(AANDERAA, &coefficients, &inputs), expected, 1e-12);
    }
}

/// In seawater the SBE 63's salinity correction (seabirdscientific 3.1.1, as above) is Argo's but for the water vapour. Vapour
/// over fresh water at 20 °C is 0.0231 atmospheres; salinity 35 lowers it by 1.87 % (GSW-Python 3.6.23, chemical potential
/// of water).
#[test]
fn seawater_gives_way_to_a_little_more_air_than_vapour_leaves_over_fresh_water() {
    let found = value(AANDERAA, &with(AANDERAA, &[]), &[33.0, 20.0, 35.0, 0.0]);
    let vapour = (1.0 - 0.023_1) / (1.0 - 0.023_1 * (1.0 - 0.018_7));
    assert_close(found, 186.135_893_186_461_2 * vapour, 0.01 * (1.0 - vapour));
}

/// 4.19 % and 0.022 % for each kelvin in 1,000 dbar, and a tenth of a degree of phase, as the Argo manual prints them.
#[test]
fn pressure_acts_on_the_phase_and_on_the_result() {
    let coefficients = with(AANDERAA, &[]);
    let deep = value(AANDERAA, &coefficients, &[40.0, 2.0, 34.7, 1_000.0]);
    let shifted = value(AANDERAA, &coefficients, &[40.1, 2.0, 34.7, 0.0]);
    assert_close(deep, shifted * (1.0 + 0.041_9 + 0.000_44), 1e-13);
}

/// The two-point adjustment is linear in what the foil gives.
#[test]
fn the_adjustment_by_two_points_is_linear() {
    let at = |named: &[(&str, f64)]| value(AANDERAA, &with(AANDERAA, named), &[40.0, 10.0, 0.0, 0.0]);
    assert_close(at(&[("ConcCoef0", 10.0), ("ConcCoef1", 0.9)]), 10.0 + 0.9 * at(&[]), 1e-14);
}

/// ctdcal 0.1.5b1 (PyPI), its form of Uchida 2010, given seabirdscientific 3.1.1's solubility of fresh water times 44.6596
/// µmol in a millilitre; round-off, which the difference from 1 enlarges.
#[test]
fn val_oxygen_of_a_rinko() {
    let coefficients = with("jfe/rinko-oxygen", &[]);
    let cases = [
        ([1.5, 0.0, 0.0, 0.0], 468.920_424_777_120_5),
        ([1.6, 20.0, 35.0, 10.0], 165.682_902_893_846_06),
        ([2.2, 1.8, 34.7, 10_900.0], 162.878_743_431_085_2),
        ([3.0, 28.0, 36.0, 500.0], 17.576_419_316_153_146),
    ];
    for (inputs, expected) in cases {
        assert_close(value("jfe/rinko-oxygen", &coefficients, &inputs), expected, 1e-13);
    }
}

/// The Coriolis processing chain for Argo floats (CC0, calcoxy_aanderaa4330_sternvolmer.m, calcoxy_salcomp.m and calcoxy_prescomp.m,
/// run by GNU Octave 7.3) on numbers of ours, from the surface to 6,000 dbar: salinity, water vapour and pressure. Round-off, which
/// the difference from 1 enlarges.
#[test]
fn val_oxygen_of_an_aanderaa_4330_on_a_float() {
    let coefficients = with(
        AANDERAA,
        &[("PhaseCoef0", 0.5), ("PhaseCoef1", 1.002), ("PhaseCoef2", -1e-5), ("PhaseCoef3", 2e-7)],
    );
    let cases = [
        ([33.0, 20.0, 35.0, 10.0], 177.649_550_250_763_87),
        ([40.0, 2.0, 34.7, 1_000.0], 212.356_842_566_661_47),
        ([45.0, 1.5, 34.68, 6_000.0], 164.466_278_387_658_3),
        ([38.0, 28.0, 0.0, 500.0], 111.496_171_452_201_28),
    ];
    for (inputs, expected) in cases {
        assert_close(value(AANDERAA, &coefficients, &inputs), expected, 1e-13);
    }
}
