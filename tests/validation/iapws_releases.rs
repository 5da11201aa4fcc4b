//! The check tables that the IAPWS prints in its releases on water, the salt of seawater, and ice.

use crate::comparison::{Comparison, Printed, Section, Terms};
use hadal_models::quantity::{AbsolutePressure, AbsoluteSalinity, SeaPressure, Temperature};
use hadal_models::seawater::{Gibbs, gibbs, gibbs_by_salinity, ice_gibbs, water_potential};

/// g, g_T, g_p, g_TT, g_Tp, g_pp, SI units.
type Derivatives = [f64; 6];

/// SR7-09 (2009), table 6: K, MPa absolute; nine digits.
const WATER: [(f64, f64, Derivatives); 3] = [
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

/// R13-08 (2008), tables 8a to 8c: mass fraction, K, MPa absolute; nine digits. The second state lies outside the range
/// of the water part, which the salt part does not mind.
const SALT: [([f64; 3], Derivatives); 3] = [
    (
        [0.035_165_04, 273.15, 0.101_325],
        [-101.342_742, -0.147_643_376, -2.749_572_24e-5, 0.852_861_151, 1.192_867_87e-7, 5.815_351_72e-14],
    ),
    (
        [0.1, 353.0, 0.101_325],
        [15_087.174_0, 156.230_907, -5.792_272_86e-5, 1.279_226_49, 8.030_615_96e-7, 2.130_861_54e-13],
    ),
    (
        [0.035_165_04, 273.15, 100.0],
        [-2_600.930_51, 7.540_456_85, -2.291_238_42e-5, 0.488_076_974, 4.662_844_12e-8, 3.573_457_36e-14],
    ),
];

/// The same states: g_S and g_Sp.
const BY_SALINITY: [[f64; 2]; 3] =
    [[63_997.406_7, -7.596_154_12e-4], [251_957.276, -3.059_578_02e-4], [-5_458.615_81, -6.407_576_19e-4]];

/// R10-06 (2009), table 6: K, MPa absolute, the energy's last digit; the derivatives have twelve.
const ICE: [(f64, f64, f64, Derivatives); 3] = [
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

fn at(mass_fraction: f64, kelvin: f64, absolute_mpa: f64) -> (AbsoluteSalinity, Temperature, SeaPressure) {
    let salinity = AbsoluteSalinity::from_g_per_kg(1000.0 * mass_fraction);
    (salinity, Temperature::from_kelvin(kelvin), AbsolutePressure::from_mpa(absolute_mpa).sea())
}

fn derivatives(of: &Gibbs) -> Derivatives {
    [of.g, of.g_t, of.g_p, of.g_tt, of.g_tp, of.g_pp]
}

/// In units of the last digit printed; one is allowed, since published values are rounded and sometimes cut.
fn units_away(ours: &[f64], theirs: &[f64], digits: i32) -> Vec<f64> {
    let away = |(ours, value): (&f64, &f64)| Printed { value: *value, digits }.units_away(*ours);
    ours.iter().zip(theirs).map(away).collect()
}

fn terms(range: &'static str) -> Terms {
    Terms { unit: "last digit", range, tolerance: 1.0, reason: "rounded, or cut" }
}

fn water() -> [Comparison; 2] {
    let energy = WATER.iter().flat_map(|(kelvin, mpa, theirs)| {
        let (s, t, p) = at(0.0, *kelvin, *mpa);
        units_away(&derivatives(&gibbs(s, t, p)), theirs, 9)
    });
    let (s, t, p) = at(0.0, 273.15, 100.0);
    let water = gibbs(s, t, p);
    let ours = [
        water.enthalpy(t),
        water.internal_energy(t, p),
        water.entropy(),
        water.density(),
        water.isobaric_heat_capacity(t),
        water.sound_speed(),
    ];
    let theirs = [95_404.497_3, -263.838_183, -8.515_063_46, 1_045.277_93, 3_905.230_30, 1_575.430_89];
    [
        terms("0 and 40 °C, to 100 MPa").judge("water: g and its derivatives (SR7-09, table 6)", energy),
        terms("0 °C, 100 MPa").judge(
            "water: enthalpy, internal energy, entropy, density, heat capacity, sound speed (the same)",
            units_away(&ours, &theirs, 9),
        ),
    ]
}

fn salt() -> [Comparison; 2] {
    let range = "35 and 100 g/kg, 0 and 80 °C, to 100 MPa";
    let energy = SALT.iter().flat_map(|([fraction, kelvin, mpa], theirs)| {
        let (s, t, p) = at(*fraction, *kelvin, *mpa);
        let all = derivatives(&gibbs(s, t, p));
        let water = derivatives(&gibbs(AbsoluteSalinity::from_g_per_kg(0.0), t, p));
        let salt: Vec<f64> = all.iter().zip(water).map(|(all, water)| all - water).collect();
        units_away(&salt, theirs, 9)
    });
    let by_salinity = SALT.iter().zip(&BY_SALINITY).flat_map(|(([fraction, kelvin, mpa], _), theirs)| {
        let (s, t, p) = at(*fraction, *kelvin, *mpa);
        let ours = gibbs_by_salinity(s, t, p);
        units_away(&[ours.g_s, ours.g_sp], theirs, 9)
    });
    [
        terms(range).judge("salt: g and its derivatives (R13-08, tables 8a to 8c)", energy),
        terms(range).judge("salt: g_s and g_sp (the same)", by_salinity),
    ]
}

/// R13-08, table 8c, seawater as a whole. Its water part is IAPWS-95 itself; what SR7-09 differs from that is known from
/// the two releases' own tables (water columns of table 8c and table 6) and is taken off first.
fn seawater() -> [Comparison; 3] {
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
    let energy =
        [95_129.455_7, 16.055_121_9, 9.337_709_45e-4, -13.808_910_4, 2.457_080_12e-7, -3.357_963_16e-13];
    // What the water columns are rounded to costs all but density a digit.
    let mut properties = units_away(&[water.density()], &[1_070.926_45], 9);
    properties.extend(units_away(
        &[water.enthalpy(t), water.isobaric_heat_capacity(t), water.sound_speed()],
        &[90_743.999_2, 3_771.903_87, 1_621.989_98],
        8,
    ));
    let range = "35 g/kg, 0 °C, 100 MPa";
    let potential = Terms {
        unit: "J/kg",
        range,
        tolerance: 2e-4,
        reason: "one unit of the last digit, in table and water part",
    };
    [
        terms(range).judge(
            "seawater: g and its derivatives (R13-08, table 8c)",
            units_away(&derivatives(&water), &energy, 9),
        ),
        terms(range).judge("seawater: density, enthalpy, heat capacity, sound speed (the same)", properties),
        potential.compare(
            "seawater: chemical potential of water (the same)",
            [[water_potential(s, t, p).g + (97_730.386_2 - 97_730.386_8), 95_321.408_2]],
        ),
    ]
}

fn ice() -> [Comparison; 2] {
    let ours = |kelvin: f64, mpa: f64| {
        let (_, t, p) = at(0.0, kelvin, mpa);
        derivatives(&ice_gibbs(t, p))
    };
    let range = "−173 to 0 °C, to 100 MPa";
    [
        terms(range).judge(
            "ice: g (R10-06, table 6)",
            ICE.map(|(kelvin, mpa, last_digit, theirs)| (ours(kelvin, mpa)[0] - theirs[0]) / last_digit),
        ),
        terms(range).judge(
            "ice: derivatives of g (the same)",
            ICE.iter()
                .flat_map(|(kelvin, mpa, _, theirs)| units_away(&ours(*kelvin, *mpa)[1..], &theirs[1..], 12)),
        ),
    ]
}

pub(crate) fn section() -> Section {
    let mut comparisons = Vec::from(water());
    comparisons.extend(salt());
    comparisons.extend(seawater());
    comparisons.extend(ice());
    Section { authority: "Check tables of the IAPWS releases SR7-09, R13-08 and R10-06", comparisons }
}

#[test]
fn val_water_salt_and_ice_give_the_tables_of_their_releases() {
    section().assert_passed();
}
