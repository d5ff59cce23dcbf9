import { App } from "cdktf";
import { SecureCloudTrailLogging } from "./stack";

const app = new App({ stackTraces: false });
new SecureCloudTrailLogging(app, "secure-cloudtrail-logging");
app.synth();
