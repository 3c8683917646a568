// Every word of the page, in both languages.

const WORDS = {
  title: ["연습장", "Playground"],
  subtitle: ["이 컴퓨터에서만 열리는 연습용 디스코드", "A practice Discord on this computer alone"],
  channels: ["채널", "Channels"],
  private: ["개인 메시지", "Direct messages"],
  menu: ["채널 목록", "Channel list"],
  member: ["누구로 볼까요?", "Seen as"],
  online: ["접속 중", "online"],
  offline: ["접속하지 않음", "offline"],
  noBots: ["아직 접속한 봇이 없습니다.", "No bot has logged in yet."],
  connect: ["봇을 연결하려면 API 주소로 이것을 쓰십시오:", "To connect a bot, use this as its API base:"],
  write: ["메시지를 쓰거나 / 로 명령을 고르십시오", "Write a message, or / for commands"],
  send: ["보내기", "Send"],
  empty: ["아직 아무 말도 없습니다. 명령을 하나 골라 보십시오.", "Nothing has been said yet. Try a command."],
  bot: ["앱", "APP"],
  onlyYou: ["나만 볼 수 있음", "Only you can see this"],
  dismiss: ["닫기", "Dismiss"],
  edited: ["(수정됨)", "(edited)"],
  thinking: ["생각하는 중…", "thinking…"],
  failed: ["앱이 응답하지 않았습니다", "The application did not respond"],
  usedCommand: ["님이 사용한 명령:", "used"],
  replyTo: ["답장:", "Reply to"],
  deletedMessage: ["삭제된 메시지", "a deleted message"],
  choose: ["고르십시오", "Choose"],
  optional: ["선택 사항", "optional"],
  required: ["꼭 넣어야 합니다", "required"],
  noSuggestions: ["제안이 없습니다", "No suggestions"],
  suggestionsFailed: ["제안을 불러오지 못했습니다", "Suggestions could not be loaded"],
  yes: ["예", "Yes"],
  no: ["아니요", "No"],
  cancel: ["취소", "Cancel"],
  submit: ["제출", "Submit"],
  unreachable: ["연습장에 연결할 수 없습니다. 다시 시도하는 중입니다.", "The playground cannot be reached. Trying again."],
  attachment: ["첨부 파일", "Attachment"],
  typing: ["님이 입력하는 중…", "is typing…"],
  remove: ["메시지 삭제", "Delete message"],
  reply: ["답장", "Reply"],
  stopReply: ["답장 취소", "Cancel reply"],
  command: ["명령", "Command"],
};

let language = "ko";

/** Speaks the language of a locale from now on. */
export function speak(locale) {
  language = locale.startsWith("ko") ? "ko" : "en";
  document.documentElement.lang = language;
}

/** A word of the page. */
export function say(key) {
  return WORDS[key][language === "ko" ? 0 : 1];
}

/** The locale for dates and numbers. */
export function locale() {
  return language === "ko" ? "ko-KR" : "en-US";
}
