// Short names for what the API speaks of; the shapes are generated from the OpenAPI document.
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Account = Schemas["Account"];
export type AccountSettings = Schemas["AccountSettings"];
export type AccountSettingsInput = Schemas["AccountSettingsInput"];
export type AccountStatus = Schemas["AccountStatus"];
export type Attachment = Schemas["Attachment"];
export type Coverage = Schemas["Coverage"];
export type Folder = Schemas["Folder"];
export type FolderMessage = Schemas["FolderMessage"];
export type FolderPlan = Schemas["FolderPlan"];
export type FolderStatus = Schemas["FolderStatus"];
export type Head = Schemas["Head"];
export type Hit = Schemas["Hit"];
export type Job = Schemas["Job"];
export type Mark = Schemas["Mark"];
export type Message = Schemas["Message"];
export type MessageProblem = Schemas["MessageProblem"];
export type OAuth = Schemas["OAuth"];
export type Place = Schemas["Place"];
export type ProblemDocument = Schemas["Problem"];
export type Provider = Schemas["Provider"];
export type RemoteFolder = Schemas["RemoteFolder"];
export type RestorePlan = Schemas["RestorePlan"];
export type RestoreRequest = Schemas["RestoreRequest"];
export type RestoreResult = Schemas["RestoreResult"];
export type Run = Schemas["Run"];
export type Schedule = Schemas["Schedule"];
export type ScheduleInput = Schemas["ScheduleInput"];
export type SearchAnswer = Schemas["SearchAnswer"];
export type ServerProposal = Schemas["ServerProposal"];
export type Session = Schemas["Session"];
export type SignIn = Schemas["SignIn"];
export type Stats = Schemas["Stats"];
export type Upkeep = Schemas["Upkeep"];
export type UpkeepList = Schemas["UpkeepList"];
