import { App } from "cdktf";
import { EncryptedBucketWalkthrough } from "./stack";

const app = new App({ stackTraces: false });
new EncryptedBucketWalkthrough(app, "encrypted-bucket-walkthrough");
app.synth();
