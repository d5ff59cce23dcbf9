import "../peers";
export { queueAlarms } from "./alarms";
export { EventPush, type EventPushProps } from "./event-push";
export type { FeedTopic } from "./feed-topic";
export { LogFeed, type ExistingNotifications, type LogFeedProps } from "./log-feed";
export { LogFeedSubscriber, type LogFeedSubscriberProps } from "./log-feed-subscriber";
export type { SubscriberOptions } from "./options";
export type { PushDestination } from "./push-destination";
