//! What the tables and columns are called: until version 2 in the plural, from version 3 in the singular.

/// Names of one generation of the format.
pub(super) struct Schema {
    pub(super) instruments: &'static str,
    pub(super) instrument_id: &'static str,
    pub(super) serial: &'static str,
    pub(super) channels: &'static str,
    pub(super) channel_id: &'static str,
    pub(super) unit: &'static str,
    pub(super) order: Order,
    pub(super) calibrations: &'static str,
    pub(super) calibration_id: &'static str,
    pub(super) calibrated_at: &'static str,
    pub(super) coefficients: &'static str,
    pub(super) coefficient_of: &'static str,
    pub(super) schedules: &'static str,
    pub(super) schedule_id: &'static str,
    /// Tables of the modes, and in each what its period is called.
    pub(super) modes: [(&'static str, &'static str); 6],
    pub(super) mode_of: &'static str,
    pub(super) regions: &'static str,
    pub(super) region_id: &'static str,
    pub(super) region_of: &'static str,
    pub(super) sample_time: &'static str,
}

/// The table that puts the channels in order.
pub(super) struct Order {
    pub(super) table: &'static str,
    pub(super) instrument: &'static str,
    pub(super) channel: &'static str,
}

/// Versions 1 and 2.
pub(super) const PLURAL: Schema = Schema {
    instruments: "instruments",
    instrument_id: "instrumentID",
    serial: "serialID",
    channels: "channels",
    channel_id: "channelID",
    unit: "units",
    order: Order { table: "instrumentChannels", instrument: "instrumentID", channel: "channelID" },
    calibrations: "calibrations",
    calibration_id: "calibrationID",
    calibrated_at: "tstamp",
    coefficients: "coefficients",
    coefficient_of: "calibrationID",
    schedules: "schedules",
    schedule_id: "scheduleID",
    modes: [
        ("continuous", "samplingPeriod"),
        ("burst", "samplingPeriod"),
        ("wave", "samplingPeriod"),
        ("tide", "samplingPeriod"),
        ("average", "samplingPeriod"),
        ("directional", "fastPeriod"),
    ],
    mode_of: "scheduleID",
    regions: "region",
    region_id: "regionID",
    region_of: "regionID",
    sample_time: "tstamp",
};

/// Version 3.
pub(super) const SINGULAR: Schema = Schema {
    instruments: "instrument",
    instrument_id: "id",
    serial: "serialId",
    channels: "channel",
    channel_id: "id",
    unit: "unit",
    order: Order { table: "instrumentChannel", instrument: "instrumentId", channel: "channelId" },
    calibrations: "calibration",
    calibration_id: "id",
    calibrated_at: "timestamp",
    coefficients: "coefficient",
    coefficient_of: "calibrationId",
    schedules: "schedule",
    schedule_id: "id",
    modes: [
        ("scheduleContinuous", "samplingPeriod"),
        ("scheduleBurst", "samplingPeriod"),
        ("scheduleWave", "samplingPeriod"),
        ("scheduleTide", "samplingPeriod"),
        ("scheduleAverage", "samplingPeriod"),
        ("scheduleDirectional", "fastPeriod"),
    ],
    mode_of: "scheduleId",
    regions: "region",
    region_id: "id",
    region_of: "regionId",
    sample_time: "timestamp",
};
