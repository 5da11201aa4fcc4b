//! A run with other instruments than the shipped rig's: a milliK for the bridge, the PLC on a serial bus, and beside them what
//! the controller does not drive.

use crate::command_line::{fail, hadal, succeed};
use crate::commissioning::assert_intervals_hold_the_truth;
use crate::world::{RIG, Ran, SHORT, Setting, plan};
use hadal::plan::Plan;
use hadal_record::event::Outcome;
use hadal_rigs::chamber::commissioning::Parameter;
use hadal_rigs::description::{Endpoint, Instrument, InstrumentModel, parse};

fn instrument(name: &str, model: InstrumentModel) -> Instrument {
    let endpoint = Endpoint::Twin { baud: 9600 };
    let (poll_period_s, reply_timeout_s) = (5.0, 4.0);
    Instrument {
        name: name.to_owned(),
        model,
        endpoint,
        poll_period_s,
        reply_timeout_s,
        dialect: None,
        registers: None,
        plugin: None,
    }
}

fn other_plan() -> Plan {
    let mut plan = plan(SHORT);
    let text = plan.rig.text.replace("\"fluke/1595a\"", "\"isotech/millik\"");
    plan.rig.text = text.replace("\"hadal/plant-plc\"", "\"hadal/plant-plc-rtu\"");
    plan.rig.value = parse("other rig", &plan.rig.text).unwrap();
    let others = [("ppch", InstrumentModel::DhiPpch), ("bath", InstrumentModel::HartBath)];
    plan.rig.value.instrument.extend(others.map(|(name, model)| instrument(name, model)));
    plan
}

/// Bytes that passed on the line of this name.
fn traffic(ran: &Ran, name: &str) -> usize {
    let record = ran.record();
    let line = record.opened.links.iter().position(|link| link == name).unwrap();
    record.traffic.rows().filter(|(_, link, ..)| usize::from(*link) == line).count()
}

#[test]
fn a_run_on_a_millik_and_a_serial_plc_completes_and_leaves_what_it_does_not_drive_alone() {
    let plan = other_plan();
    let ran = Setting::of(&plan).run();
    assert_eq!(ran.report.outcome, Outcome::Completed, "{:?}", ran.report);
    assert!(ran.report.plant_vented && ran.report.points > 0);
    assert!(traffic(&ran, "bridge") > 1000 && traffic(&ran, "plc") > 1000);
    assert_eq!((traffic(&ran, "ppch"), traffic(&ran, "bath")), (0, 0));
    // What a serial PLC was told is read from its own frames.
    assert_intervals_hold_the_truth(&plan, &ran.record(), &[Parameter::PumpEfficiency, Parameter::Film]);
}

#[test]
fn a_rig_with_a_pressure_controller_is_accepted_with_a_remark_and_refused_as_a_reference() {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(crate::world::path(RIG)).unwrap();
    let bench = "[[instrument]]\nname = \"bench\"\nmodel = \"dhi/ppch\"\nendpoint = { kind = \"twin\", baud = 9600 }\n\
                 poll_period_s = 5.0\nreply_timeout_s = 4.0\n\n[[instrument]]\nname = \"operator\"";
    let text = text.replacen("[[instrument]]\nname = \"operator\"", bench, 1);
    let file = folder.path().join("rig.toml");
    std::fs::write(&file, &text).unwrap();
    let name = file.to_str().unwrap();
    let said = succeed(hadal(&["check", name]));
    assert!(said.contains("a good rig file\n  `bench` (dhi/ppch): served by the twin; not driven"), "{said}");
    std::fs::write(&file, text.replace("instrument = \"pressure\"", "instrument = \"bench\"")).unwrap();
    let refusal = fail(&hadal(&["calibrate", SHORT, "--rig", name]));
    assert!(
        refusal.contains("reference_pressure.instrument") && refusal.contains("its own manifold"),
        "{refusal}"
    );
}
