//! The plans for whole instruments say what their sources say.

use super::*;
use crate::format::sea_bird::model::Model;

fn written(model: Model) -> toml::Table {
    Plan::standard(model).unwrap().parse().unwrap()
}

/// A number of a step, where it is as published.
fn number(step: &toml::Value, name: &str, field: &str) -> u64 {
    step[name][field].as_float().unwrap().to_bits()
}

fn columns(step: &toml::Value, name: &str) -> Vec<String> {
    step[name]["columns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|column| column.as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_911plus_is_processed_with_the_published_constants() {
    let plan = written(Model::Sbe911Plus);
    let source = plan["source"].as_str().unwrap();
    assert!(source.contains("pressure filtered with 0.15 s, cell thermal mass 0.03 and 7 s"), "{source}");
    let [filter, cell, loops, derive] = &plan["step"].as_array().unwrap()[..] else { panic!("four steps") };
    assert_eq!(columns(filter, "low_pass"), ["pressure"]);
    assert_eq!(number(filter, "low_pass", "time_constant_s"), 0.15_f64.to_bits());
    assert_eq!(number(cell, "cell_thermal_mass", "amplitude"), 0.03_f64.to_bits());
    assert_eq!(number(cell, "cell_thermal_mass", "time_constant_s"), 7.0_f64.to_bits());
    assert_eq!(number(loops, "loop_edit", "minimum_velocity_m_per_s"), 0.25_f64.to_bits());
    assert_eq!(number(derive, "derive", "oxygen_slope_window_s"), 2.0_f64.to_bits());
}

#[test]
fn a_19plus_is_processed_with_the_published_constants() {
    let plan = written(Model::Sbe19Plus);
    let source = plan["source"].as_str().unwrap();
    for said in [
        "temperature and conductivity filtered with 0.5 s, pressure with 1 s",
        "temperature advanced by 0.5 s",
        "cell thermal mass 0.04 and 8 s",
    ] {
        assert!(source.contains(said), "{source}");
    }
    let [filter, pressure, align, cell, loops, derive] = &plan["step"].as_array().unwrap()[..] else {
        panic!("six steps")
    };
    assert_eq!(columns(filter, "low_pass"), ["temperature", "conductivity"]);
    assert_eq!(number(filter, "low_pass", "time_constant_s"), 0.5_f64.to_bits());
    assert_eq!(columns(pressure, "low_pass"), ["pressure"]);
    assert_eq!(number(pressure, "low_pass", "time_constant_s"), 1.0_f64.to_bits());
    assert_eq!(columns(align, "align"), ["temperature"]);
    assert_eq!(number(align, "align", "advance_s"), 0.5_f64.to_bits());
    assert_eq!(number(cell, "cell_thermal_mass", "amplitude"), 0.04_f64.to_bits());
    assert_eq!(number(cell, "cell_thermal_mass", "time_constant_s"), 8.0_f64.to_bits());
    assert_eq!(number(loops, "loop_edit", "minimum_velocity_m_per_s"), 0.25_f64.to_bits());
    assert_eq!(number(derive, "derive", "oxygen_slope_window_s"), 2.0_f64.to_bits());
}
