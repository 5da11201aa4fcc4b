-- An invented file of version 3.2: labels, an active calibration, a user's slope and offset, two schedules.
CREATE TABLE dbInfo (version VARCHAR(50), type VARCHAR(50));
INSERT INTO dbInfo VALUES ('3.2.0', 'full');
CREATE TABLE instrument (id INTEGER PRIMARY KEY, serialId INTEGER, model TEXT, firmwareVersion TEXT, firmwareType INTEGER,
    partNumber TEXT);
INSERT INTO instrument VALUES (1, 240001, 'RBRinvented4', '2.3.4', 200, 'L4-M1');
CREATE TABLE dataset (id INTEGER PRIMARY KEY, instrumentId INTEGER, label TEXT, comment TEXT, instrumentStatus TEXT,
    instrumentTimeDrift INTEGER, timeOfDownload INTEGER, startTime INTEGER, endTime INTEGER, gate TEXT, dataStorage INTEGER);
INSERT INTO dataset VALUES (1, 1, 'fourth', 'two schedules', '', 15, 1750000100000, 1750000000000, 1750000099000, 'none', 0);
CREATE TABLE schedule (id INTEGER PRIMARY KEY, datasetId INTEGER, instrumentId INTEGER, mode TEXT, label TEXT, stream TEXT,
    storage TEXT);
INSERT INTO schedule VALUES (1, 1, 1, 'CONTINUOUS', 's.CTD', '', ''), (2, 1, 1, 'AVERAGE', 's.slow', '', '');
CREATE TABLE scheduleContinuous (id INTEGER PRIMARY KEY, scheduleId INTEGER, samplingPeriod INTEGER, castDetection INTEGER);
INSERT INTO scheduleContinuous VALUES (1, 1, 500, 0);
CREATE TABLE scheduleAverage (id INTEGER PRIMARY KEY, scheduleId INTEGER, samplingPeriod INTEGER, burstInterval INTEGER,
    samplingCount INTEGER);
INSERT INTO scheduleAverage VALUES (1, 2, 1000, 60000, 10);
CREATE TABLE channel (id INTEGER PRIMARY KEY, shortName TEXT, longName TEXT, unit TEXT, longNamePlainText TEXT,
    unitPlainText TEXT, nature TEXT, availableGains TEXT);
INSERT INTO channel VALUES (1, 'temp14', 'Temperature', '°C', 'Temperature', 'Degrees_C', 'MEASURED', NULL),
    (2, 'pres24', 'Pressure', 'dbar', 'Pressure', 'dbar', 'MEASURED', NULL),
    (3, 'dpth01', 'Depth', 'm', 'Depth', 'm', 'DERIVED', NULL);
CREATE TABLE module (id INTEGER PRIMARY KEY, firmwareType TEXT, firmwareVersion TEXT);
CREATE TABLE instrumentChannel (id INTEGER PRIMARY KEY, instrumentId INTEGER, channelId INTEGER, channelOrder INTEGER,
    channelStatus INTEGER, activeCalibrationId INTEGER, label TEXT, moduleId INTEGER, moduleAddress TEXT, mode TEXT, gain REAL);
INSERT INTO instrumentChannel VALUES (21, 1, 1, 2, 0, 31, 'temperature_00', NULL, NULL, NULL, NULL),
    (22, 1, 2, 1, 0, NULL, 'pressure_00', NULL, NULL, NULL, NULL), (23, 1, 3, 3, 0, NULL, 'depth_00', NULL, NULL, NULL, NULL);
CREATE TABLE calibration (id INTEGER PRIMARY KEY, instrumentChannelId INTEGER, timestamp INTEGER, equation TEXT);
INSERT INTO calibration VALUES (31, 21, 1740000000000, 'tmp'), (32, 21, 1745000000000, 'tmp'), (33, 22, 1740000000000, 'corr_pres2');
CREATE TABLE coefficient (id INTEGER PRIMARY KEY, calibrationId INTEGER, key TEXT, value TEXT);
INSERT INTO coefficient (calibrationId, key, value) VALUES
    (31, 'c0', '3.4375e-003'), (31, 'c1', '-2.5781250e-004'), (31, 'c2', '2.44140625e-006'), (31, 'c3', '-7.450580596923828e-008'),
    (31, 'slope', '1.0000000e+000'), (31, 'offset', '2.5000000e-003'),
    (32, 'c0', '1'), (32, 'c1', '1'), (32, 'c2', '1'), (32, 'c3', '1'),
    (33, 'c0', '-30.5'), (33, 'c1', '2400.25'), (33, 'c2', '31.5'), (33, 'c3', '-29.75'), (33, 'x0', '10.5'), (33, 'x1', '0'),
    (33, 'x2', '0'), (33, 'x3', '0'), (33, 'x4', '0'), (33, 'x5', '21.25');
CREATE TABLE region (datasetId INTEGER, id INTEGER PRIMARY KEY, type TEXT, tstamp1 INTEGER, tstamp2 INTEGER, label TEXT,
    description TEXT, collapsed INTEGER);
CREATE TABLE data (timestamp INTEGER NOT NULL, scheduleId INTEGER NOT NULL, channel01 REAL, channel02 REAL, channel03 REAL,
    PRIMARY KEY (timestamp, scheduleId));
INSERT INTO data VALUES (1750000000500, 1, 11.25, 3.5, 1.125), (1750000000000, 1, 10.125, 3.25, 0.0),
    (1750000001000, 1, 12.5, NULL, 2.25), (1750000000000, 2, 10.5, 3.375, 0.375), (1750000060000, 2, 70.5, 3.4375, 60.0);
