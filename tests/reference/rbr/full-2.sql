-- An invented file of version 2: a CTD with a hidden cell temperature, two calibrations of one channel, a gap.
CREATE TABLE dbInfo (version VARCHAR(50), type VARCHAR(50));
INSERT INTO dbInfo VALUES ('2.0.0', 'full'), ('2.10.0', 'full');
CREATE TABLE instruments (instrumentID INTEGER PRIMARY KEY, serialID INTEGER, model TEXT NOT NULL, firmwareVersion TEXT,
    firmwareType INTEGER, partNumber TEXT);
INSERT INTO instruments VALUES (1, 900001, 'RBRinvented³', '1.125', 104, 'L3-M11-F99');
CREATE TABLE deployments (deploymentID INTEGER PRIMARY KEY, instrumentID INTEGER, comment TEXT, loggerStatus TEXT,
    loggerTimeDrift long, timeOfDownload long, name TEXT, sampleSize INTEGER, dataStorage INTEGER DEFAULT 0,
    loggerInitialStatus INTEGER DEFAULT 0);
INSERT INTO deployments VALUES (1, 1, 'Größe: keine', 'stopped', -1250, 1700000600000, 'invented.rsk', 5, 0, 0);
CREATE TABLE epochs (deploymentID INTEGER PRIMARY KEY, startTime long, endTime long);
INSERT INTO epochs VALUES (1, 1700000000000, 1700000500000);
CREATE TABLE schedules (scheduleID INTEGER PRIMARY KEY, instrumentID INTEGER, mode TEXT NOT NULL, gate VARCHAR(512));
INSERT INTO schedules VALUES (1, 1, 'continuous', 'none');
CREATE TABLE continuous (continuousID INTEGER PRIMARY KEY, scheduleID INTEGER NOT NULL, samplingPeriod long NOT NULL);
INSERT INTO continuous VALUES (1, 1, 125);
CREATE TABLE channels (channelID INTEGER PRIMARY KEY, shortName TEXT NOT NULL, longName TEXT NOT NULL, units TEXT,
    longNamePlainText TEXT NOT NULL, unitsPlainText TEXT, isMeasured BOOLEAN, isDerived BOOLEAN,
    label TEXT NOT NULL DEFAULT '', feModuleType TEXT NOT NULL DEFAULT '', feModuleVersion NUMBER NOT NULL DEFAULT 0);
INSERT INTO channels (channelID, shortName, longName, units, longNamePlainText, unitsPlainText, isMeasured, isDerived) VALUES
    (11, 'cond13', 'Conductivity', 'mS/cm', 'Conductivity', 'mS/cm', 1, 0),
    (12, 'temp14', 'Temperature', '°C', 'Temperature', 'Degrees_C', 1, 0),
    (13, 'pres24', 'Pressure', 'dbar', 'Pressure', 'dbar', 1, 0),
    (14, 'temp11', 'Temperature', '°C', 'Temperature', 'Degrees_C', 1, 0),
    (15, 'pres08', 'Sea pressure', 'dbar', 'Sea pressure', 'dbar', 0, 1),
    (16, 'sal_00', 'Salinity', 'PSU', 'Salinity', 'PSU', 0, 1),
    (17, 'turb00', 'Turbidity', 'NTU', 'Turbidity', 'NTU', 1, 0);
CREATE TABLE instrumentChannels (instrumentID INTEGER, channelID INTEGER, channelOrder INTEGER, channelStatus INTEGER,
    PRIMARY KEY (instrumentID, channelID, channelOrder));
INSERT INTO instrumentChannels VALUES (1, 11, 1, 0), (1, 12, 2, 0), (1, 13, 3, 0), (1, 14, 4, 1), (1, 15, 5, 0),
    (1, 16, 6, 0), (1, 17, 7, 6);
CREATE TABLE calibrations (calibrationID INTEGER PRIMARY KEY, channelOrder INTEGER, instrumentID INTEGER, type TEXT,
    tstamp long, equation TEXT);
INSERT INTO calibrations VALUES (1, 1, 1, 'factory', 1600000000000, 'corr_cond3'), (2, 2, 1, 'factory', 1600000000000, 'tmp'),
    (3, 3, 1, 'factory', 1600000000000, 'corr_pres2'), (4, 2, 1, 'user', 1650000000000, 'tmp'),
    (5, 5, 1, 'factory', 1600000000000, 'deri_seapres'), (6, 7, 1, 'factory', 1600000000000, 'cub');
CREATE TABLE coefficients (calibrationID INTEGER NOT NULL, key TEXT, value TEXT, PRIMARY KEY (calibrationID, key));
INSERT INTO coefficients VALUES
    (1, 'c0', '0.03125'), (1, 'c1', '153.5'), (1, 'c2', '1.0001'), (1, 'x0', '0.0005'), (1, 'x1', '2.5e-05'),
    (1, 'x2', '4.0e-07'), (1, 'x3', '-8.0e-13'), (1, 'x4', '5.0e-18'), (1, 'x5', '15.0'), (1, 'x6', '10.25'),
    (1, 'n0', '4'), (1, 'n1', '3'),
    (2, 'c0', '0.0034'), (2, 'c1', '-0.00025'), (2, 'c2', '2.4e-06'), (2, 'c3', '-8.0e-08'),
    (3, 'c0', '-30.5'), (3, 'c1', '2400.25'), (3, 'c2', '31.5'), (3, 'c3', '-29.75'), (3, 'x0', '10.5'),
    (3, 'x1', '0.001'), (3, 'x2', '-2.0e-05'), (3, 'x3', '3.0e-07'), (3, 'x4', '1.0e-05'), (3, 'x5', '21.25'), (3, 'n0', '2'),
    (4, 'c0', '0.0034375'), (4, 'c1', '-0.0002578125'), (4, 'c2', '2.44140625e-06'), (4, 'c3', '-7.450580596923828e-08'),
    (5, 'n0', '3'),
    (6, 'c0', '0.5'), (6, 'c1', NULL), (6, 'c2', '3.0'), (6, 'c3', '4.0');
CREATE TABLE region (datasetID INTEGER NOT NULL, regionID INTEGER PRIMARY KEY, type VARCHAR(50), tstamp1 LONG, tstamp2 LONG,
    label VARCHAR(512), description TEXT, collapsed BOOLEAN DEFAULT false);
INSERT INTO region VALUES (1, 1, 'PROFILE', 1700000000000, 1700000000500, 'Profile 1', '', 0),
    (1, 2, 'CAST', 1700000000000, 1700000000250, 'Downcast', '', 0), (1, 3, 'CAST', 1700000000250, 1700000000500, 'Upcast', '', 0),
    (1, 4, 'GPS', 1700000000000, 1700000000500, 'GPS', '', 0), (1, 5, 'COMMENT', 1700000000125, 1700000000125, 'calm', '', 0);
CREATE TABLE regionCast (regionID INTEGER, regionProfileID INTEGER, type STRING);
INSERT INTO regionCast VALUES (2, 1, 'DOWN'), (3, 1, 'UP');
CREATE TABLE regionProfile (regionID INTEGER);
INSERT INTO regionProfile VALUES (1);
CREATE TABLE regionGeoData (regionID INTEGER, latitude DOUBLE, longitude DOUBLE);
INSERT INTO regionGeoData VALUES (4, 54.5, -20.25);
CREATE TABLE regionComment (regionID INTEGER, content VARCHAR(1024));
INSERT INTO regionComment VALUES (5, 'sea like glass');
CREATE TABLE events (deploymentID INTEGER NOT NULL, tstamp long NOT NULL, type INTEGER NOT NULL, sampleIndex INTEGER NOT NULL,
    channelIndex INTEGER);
INSERT INTO events VALUES (1, 1700000000000, 34, 1, NULL), (1, 1700000000250, 33, 3, NULL);
CREATE TABLE geodata (tstamp long, latitude DOUBLE, longitude DOUBLE, accuracy DOUBLE, accuracyType VARCHAR(512));
INSERT INTO geodata VALUES (1700000000000, 54.5, -20.25, 5.0, 'm');
CREATE TABLE data (tstamp BIGINT PRIMARY KEY ASC, channel01 DOUBLE, channel02 DOUBLE, channel03 DOUBLE, channel04 DOUBLE,
    channel05 DOUBLE, channel06 DOUBLE);
INSERT INTO data VALUES
    (1700000000250, 42.914062500000001, 15.0015625, 1010.3125, 15.125, 1000.1875, 34.98765432109876),
    (1700000000000, 42.5, 15.25, 10.125, 15.375, -0.0078125, 34.9),
    (1700000000125, NULL, 15, 512.0625, 15.25, 501.9375, NULL),
    (1700000000375, 42.75, 1.2345678901234567e-5, 700.5, 15.125, 690.375, 34.95),
    (1700000000500, 42.5, -1.75, 10.1328125, 15.0, 0.0, 34.9375);
CREATE TABLE downsample8 (tstamp BIGINT PRIMARY KEY ASC, channel01 DOUBLE);
INSERT INTO downsample8 VALUES (1700000000000, 1.0);
