// Every word of the page, in both languages.
import { settings } from "./settings.js";

const WORDS = {
  title: ["연습장", "Playground"],
  subtitle: ["이 컴퓨터에서만 열리는 연습용 디스코드", "A practice Discord on this computer alone"],
  settings: ["설정", "Settings"],
  channels: ["서버와 채널", "Servers and channels"],
  private: ["개인 메시지", "Direct messages"],
  menu: ["채널 목록", "Channel list"],
  member: ["사용자", "Member"],
  language: ["클라이언트 언어", "Client language"],
  theme: ["밝기", "Brightness"],
  light: ["밝게", "Light"],
  dark: ["어둡게", "Dark"],
  width: ["화면 너비", "Width"],
  desktop: ["컴퓨터", "Desktop"],
  phone: ["전화기", "Phone"],
  online: ["접속 중", "online"],
  offline: ["접속하지 않음", "offline"],
  unread: ["새 메시지 있음", "new messages"],
  noBots: ["아직 접속한 봇이 없습니다.", "No bot has logged in yet."],
  connect: ["봇을 연결하려면 API 주소로 이것을 쓰십시오:", "To connect a bot, use this as its API base:"],
  conversation: ["대화", "Conversation"],
  write: ["메시지, 또는 /로 명령", "Message, or / for commands"],
  writeEdit: ["메시지를 고치십시오", "Edit the message"],
  send: ["보내기", "Send"],
  save: ["저장", "Save"],
  empty: ["아직 아무 말도 없습니다. 아래에서 하나 눌러 보거나, /를 눌러 명령을 고르십시오.", "Nothing has been said yet. Press one of the examples below, or / for the commands."],
  tries: ["이렇게 물어보기", "Try these"],
  hideTries: ["예시 접기", "Hide the examples"],
  showTries: ["예시 펼치기", "Show the examples"],
  bot: ["앱", "APP"],
  onlyYou: ["나만 볼 수 있는 메시지입니다", "Only you can see this"],
  dismiss: ["메시지 닫기", "Dismiss message"],
  edited: ["(수정됨)", "(edited)"],
  thinking: ["생각하는 중", "is thinking"],
  pending: ["보내는 중", "Sending"],
  failed: ["앱이 응답하지 않았습니다", "The application did not respond"],
  failedHere: ["상호작용에 실패했습니다", "This interaction failed"],
  used: ["{who} 님이 {command} 사용", "{who} used {command}"],
  repliedTo: ["{who} 님에게 답장", "Reply to {who}"],
  deletedMessage: ["삭제된 메시지입니다", "The message was deleted"],
  picture: ["그림", "a picture"],
  choose: ["고르십시오", "Choose"],
  optional: ["선택 사항", "optional"],
  required: ["꼭 넣어야 합니다", "required"],
  addOption: ["선택 항목 {name} 추가", "Add option {name}"],
  removeOption: ["선택 항목 {name} 빼기", "Remove option {name}"],
  noSuggestions: ["맞는 제안이 없습니다. 적은 그대로 보낼 수도 있습니다.", "No suggestions. What you typed can be sent as it is."],
  suggestionsFailed: ["제안을 불러오지 못했습니다", "Suggestions could not be loaded"],
  noCommands: ["여기에서 쓸 수 있는 명령이 없습니다", "No command is offered here"],
  suggestions: ["제안", "Suggestions"],
  yes: ["예", "Yes"],
  no: ["아니요", "No"],
  cancel: ["취소", "Cancel"],
  submit: ["제출", "Submit"],
  leave: ["명령 그만두기", "Leave the command"],
  unreachable: ["연습장에 연결할 수 없습니다. 다시 시도하는 중입니다.", "The playground cannot be reached. Trying again."],
  attachment: ["첨부 파일", "Attachment"],
  typing: ["{who} 입력 중", "{who} is typing"],
  remove: ["메시지 삭제", "Delete message"],
  edit: ["메시지 수정", "Edit message"],
  editing: ["메시지를 고치는 중", "Editing a message"],
  reply: ["답장", "Reply"],
  apps: ["앱", "Apps"],
  appsOf: ["이 메시지에 쓸 앱 명령", "App commands for this message"],
  appsOfUser: ["이 사람에게 쓸 앱 명령", "App commands for this person"],
  noApps: ["앱 명령이 없습니다", "There are no app commands"],
  wire: ["오간 내용", "Wire"],
  wireOf: ["이 메시지의 오간 내용", "What went over the wire"],
  wireScope: ["무엇을 볼까요?", "What to show"],
  wireMessage: ["고른 메시지", "Selected message"],
  wireAll: ["전부", "Everything"],
  wireNone: ["메시지를 하나 고르면 봇과 주고받은 내용이 여기에 보입니다.", "Select a message to see what went between Discord and the bot."],
  wireEmpty: ["이 메시지로는 봇과 주고받은 것이 없습니다.", "Nothing went over the wire for this message."],
  toBot: ["봇에게", "to the bot"],
  fromBot: ["봇에게서", "from the bot"],
  answerTo: ["디스코드의 대답", "Discord's answer"],
  files: ["파일", "Files"],
  noBody: ["내용 없음", "no body"],
  close: ["닫기", "Close"],
  lost: ["사라진 메시지입니다", "The message is gone"],
  type: ["이 항목에 쓸 수 없는 값입니다", "This value does not fit the option"],
  range: ["너무 작거나 큰 수입니다", "The number is too small or too large"],
  length: ["글자 수가 맞지 않습니다", "The text is too short or too long"],
  choice: ["목록에 있는 값만 쓸 수 있습니다", "Only what is on the list can be used"],
  unknown_command: ["여기에는 없는 명령입니다", "There is no such command here"],
  forbidden: ["다른 사람의 메시지입니다", "This message is somebody else's"],
  not_found: ["더는 없는 것입니다", "It is no longer there"],
};

const side = () => (settings.language === "ko" ? 0 : 1);

/** A word of the page. */
export function say(key) {
  return WORDS[key][side()];
}

/** A word with its `{places}` filled by texts or elements, as a list of nodes. */
export function tell(key, parts) {
  return say(key)
    .split(/\{(\w+)\}/)
    .map((piece, index) => (index % 2 ? parts[piece] : piece));
}

/** A refusal in the page's language; the server's own English sentence where it has no word for it. */
export function refused({ code, message }) {
  return WORDS[code]?.[side()] ?? message ?? say("unreachable");
}

/** The locale for dates and numbers. */
export function locale() {
  return settings.language === "ko" ? "ko-KR" : "en-US";
}
