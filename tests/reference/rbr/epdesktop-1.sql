-- An invented file of version 1: coefficients in columns of the calibrations, channels in no order but their own.
CREATE TABLE dbInfo (version VARCHAR(50), type VARCHAR(50));
INSERT INTO dbInfo VALUES ('1.13.4', 'EPdesktop');
CREATE TABLE instruments (instrumentID INTEGER PRIMARY KEY, serialID INTEGER, model TEXT NOT NULL);
INSERT INTO instruments VALUES (1, 60001, 'RBRsolo');
CREATE TABLE deployments (deploymentID INTEGER PRIMARY KEY, instrumentID INTEGER, comment TEXT, loggerStatus TEXT,
    loggerTimeDrift long, timeOfDownload long, name TEXT, sampleSize INTEGER);
INSERT INTO deployments VALUES (1, 1, '', '', 0, 1400000600000, 'solo.rsk', 3);
CREATE TABLE epochs (deploymentID INTEGER PRIMARY KEY, startTime long, endTime long);
INSERT INTO epochs VALUES (1, 1400000000000, 1400000500000);
CREATE TABLE schedules (scheduleID INTEGER PRIMARY KEY, instrumentID INTEGER, mode TEXT NOT NULL, gate VARCHAR(512));
INSERT INTO schedules VALUES (1, 1, 'burst', 'none');
CREATE TABLE burst (burstID INTEGER PRIMARY KEY, scheduleID INTEGER NOT NULL, samplingPeriod long NOT NULL,
    repetitionPeriod long NOT NULL, samplingCount INTEGER NOT NULL);
INSERT INTO burst VALUES (1, 1, 500, 60000, 3);
CREATE TABLE channels (channelID INTEGER PRIMARY KEY, shortName TEXT NOT NULL, longName TEXT NOT NULL, units TEXT,
    isMeasured BOOLEAN, isDerived BOOLEAN);
INSERT INTO channels VALUES (1, 'temp04', 'Temperature', '°C', 1, 0), (2, 'cond06', 'Conductivity', 'mS/cm', 1, 0),
    (3, 'temp04', 'Temperature', '°C', 1, 0);
CREATE TABLE calibrations (calibrationID INTEGER PRIMARY KEY, channelOrder INTEGER, instrumentID INTEGER, type TEXT,
    tstamp long, equation TEXT, c0 DOUBLE, c1 DOUBLE, c2 DOUBLE, c3 DOUBLE, x0 DOUBLE, x1 DOUBLE, x2 DOUBLE, x3 DOUBLE,
    x4 DOUBLE, n0 INTEGER, n1 INTEGER);
INSERT INTO calibrations VALUES
    (1, 1, 1, 'factory', 1300000000000, 'tmp', 3, -2, 1, -4, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    (2, 2, 1, 'factory', 1300000000000, 'corr_cond', 0, 153, NULL, NULL, 0.25, 0.03125, 4.0e-07, 15.5, 10.125, 1, 3);
CREATE TABLE data (tstamp BIGINT PRIMARY KEY ASC, channel01 DOUBLE, channel02 DOUBLE, channel03 DOUBLE);
INSERT INTO data VALUES (1400000000000, 4.5, 31.25, 4.625), (1400000000500, 4.75, 31.5, NULL), (1400000001000, 5, 31.75, 4.875);
