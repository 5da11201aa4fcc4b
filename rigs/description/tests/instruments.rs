//! What an instrument may be used for, by its model.

use super::*;
use crate::description::Role;

fn with_instrument(model: &str) -> String {
    let block = format!(
        "[[instrument]]\nname = \"bench\"\nmodel = \"{model}\"\nendpoint = {{ kind = \"twin\", baud = 9600 }}\n\
         poll_period_s = 5.0\nreply_timeout_s = 4.0\n\n[[instrument]]\nname = \"operator\""
    );
    with(RIG, "[[instrument]]\nname = \"operator\"", &block)
}

#[test]
fn reference_thermometers_may_hang_on_any_bridge_with_inputs_enough() {
    for model in ["fluke/1594a", "isotech/millik"] {
        let rig: Rig = parse("rig.toml", &with(RIG, "fluke/1595a", model)).unwrap();
        assert_eq!(rig.with_role(Role::ThermometerBridge).count(), 1, "{model}");
    }
    let third = with(RIG, "fluke/1595a", "isotech/millik").replacen("input = 2", "input = 3", 1);
    assert_says(&only_problem::<Rig>(&third), "reference_thermometer[1].input", "3", "1 to 2");
}

#[test]
fn a_pressure_controller_is_listed_and_not_driven_and_no_reference_of_the_chamber() {
    let text = with_instrument("dhi/ppch");
    let rig: Rig = parse("rig.toml", &text).unwrap();
    let said = rig.not_driven().unwrap();
    assert_eq!(said, "`bench` (dhi/ppch): served by the twin; not driven by the controller yet");
    for model in ["dhi/ppch", "mensor/cpc8000"] {
        let hung = with(&with_instrument(model), "instrument = \"pressure\"", "instrument = \"bench\"");
        let problem = only_problem::<Rig>(&hung);
        assert_says(&problem, "reference_pressure.instrument", "bench", "one of pressure; a ");
        assert_says(
            &problem,
            "reference_pressure.instrument",
            "bench",
            "its own manifold, not the chamber's",
        );
    }
    assert_eq!(parse::<Rig>("rig.toml", RIG).unwrap().not_driven(), None);
}

#[test]
fn a_rig_has_one_plc_over_either_wire() {
    let serial = with(RIG, "hadal/plant-plc", "hadal/plant-plc-rtu");
    assert!(parse::<Rig>("rig.toml", &serial).is_ok());
    let problem = only_problem::<Rig>(&with_instrument("hadal/plant-plc-rtu"));
    assert_says(&problem, "instrument", "2 of model", "exactly one hadal/plant-plc or hadal/plant-plc-rtu");
}

#[test]
fn an_instrument_of_a_plugin_says_which_one_and_is_not_driven() {
    let text =
        with(&with_instrument("plugin"), "model = \"plugin\"", "model = \"plugin\"\nplugin = \"acme/meter\"");
    let rig: Rig = parse("rig.toml", &text).unwrap();
    assert_eq!(
        rig.not_driven().unwrap(),
        "`bench` (acme/meter): served by the twin; not driven by the controller yet"
    );
    let problem = only_problem::<Rig>(&with_instrument("plugin"));
    assert_says(&problem, "instrument[3].plugin", "missing", "PLUGIN/INSTRUMENT");
    let problem = only_problem::<Rig>(&with(&text, "model = \"plugin\"", "model = \"dhi/ppch\""));
    assert_says(&problem, "instrument[3].plugin", "acme/meter", "only with it");
}
