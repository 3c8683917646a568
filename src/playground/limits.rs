//! Discord's numbers as the playground enforces them. Characters are Unicode scalar values, never bytes.
//!
//! The bot has a list of its own on purpose: the two meet on the wire only, so that neither hides the other's mistakes.
//! Sources: [Discord Docs/Application Commands], [Discord Docs/Message], [Discord Docs/Component Reference].

/// Longest name of a command or option.
pub const NAME_MAX: usize = 32;
/// Longest description of a command or option.
pub const DESCRIPTION_MAX: usize = 100;
/// Most options of a command, a group or a subcommand.
pub const OPTIONS_MAX: usize = 25;
/// Most choices of an option, and most suggestions of an autocomplete answer.
pub const CHOICES_MAX: usize = 25;
/// Longest name of a choice, and longest value of a text choice.
pub const CHOICE_MAX: usize = 100;
/// Most text in a command: names, descriptions and choice values of all levels, each in its longest language.
pub const COMMAND_TOTAL_MAX: usize = 8000;
/// Most commands in a bulk overwrite.
pub const BULK_COMMANDS_MAX: usize = 130;
/// Most slash commands of an application in one scope.
pub const SLASH_COMMANDS_MAX: usize = 100;
/// Most context menu commands of either kind in one scope.
pub const MENU_COMMANDS_MAX: usize = 15;
/// Most command creations of an application in one scope a day.
pub const COMMAND_CREATES_PER_DAY: u32 = 200;
/// Largest `min_length` and `max_length` of a text option.
pub const TEXT_OPTION_MAX: i64 = 6000;
/// Largest integer that JavaScript holds exactly, the bound of INTEGER options.
pub const INTEGER_MAX: i64 = (1 << 53) - 1;

/// Longest content of a message.
pub const CONTENT_MAX: usize = 2000;
/// Most embeds of a message.
pub const EMBEDS_MAX: usize = 10;
/// Longest title of an embed.
pub const EMBED_TITLE_MAX: usize = 256;
/// Longest description of an embed.
pub const EMBED_DESCRIPTION_MAX: usize = 4096;
/// Most fields of an embed.
pub const EMBED_FIELDS_MAX: usize = 25;
/// Longest name of an embed field.
pub const EMBED_FIELD_NAME_MAX: usize = 256;
/// Longest value of an embed field.
pub const EMBED_FIELD_VALUE_MAX: usize = 1024;
/// Longest footer of an embed.
pub const EMBED_FOOTER_MAX: usize = 2048;
/// Longest author name of an embed.
pub const EMBED_AUTHOR_MAX: usize = 256;
/// Longest URL in an embed.
pub const URL_MAX: usize = 2048;
/// Most text in all embeds of a message together.
pub const EMBED_TOTAL_MAX: usize = 6000;
/// Most files of a message.
pub const FILES_MAX: usize = 10;
/// Largest file, in bytes.
pub const FILE_MAX_BYTES: usize = 10 * 1024 * 1024;
/// Largest request, in bytes.
pub const REQUEST_MAX_BYTES: usize = 25 * 1024 * 1024;
/// Longest alternative text of a file or picture.
pub const ALT_TEXT_MAX: usize = 1024;
/// Most ids of users, and of roles, in `allowed_mentions`.
pub const ALLOWED_MENTIONS_MAX: usize = 100;
/// Longest nonce of a message.
pub const NONCE_MAX: usize = 25;

/// Most action rows under a message without Components V2.
pub const ROWS_MAX: usize = 5;
/// Most buttons in a row.
pub const BUTTONS_PER_ROW_MAX: usize = 5;
/// Longest custom id.
pub const CUSTOM_ID_MAX: usize = 100;
/// Longest label of a button.
pub const BUTTON_LABEL_MAX: usize = 80;
/// Longest URL of a button.
pub const BUTTON_URL_MAX: usize = 512;
/// Most entries of a select menu.
pub const SELECT_OPTIONS_MAX: usize = 25;
/// Longest label, value or description of a select menu's entry.
pub const SELECT_TEXT_MAX: usize = 100;
/// Longest placeholder of a select menu.
pub const SELECT_PLACEHOLDER_MAX: usize = 150;
/// Most components of a Components V2 message, nested ones included.
pub const V2_COMPONENTS_MAX: usize = 40;
/// Most characters in all text displays of a Components V2 message.
pub const V2_TEXT_MAX: usize = 4000;
/// Most items of a media gallery.
pub const GALLERY_ITEMS_MAX: usize = 10;
/// Most text displays of a section.
pub const SECTION_TEXTS_MAX: usize = 3;

/// Most follow-ups where the application is not installed in the place, but followed its user there.
pub const USER_INSTALL_FOLLOWUPS_MAX: usize = 5;

/// Longest title of a modal, and longest label of an input in it.
pub const MODAL_TITLE_MAX: usize = 45;
/// Most top-level components of a modal.
pub const MODAL_ROWS_MAX: usize = 5;
/// Longest text of a modal's input.
pub const TEXT_INPUT_MAX: usize = 4000;
/// Longest placeholder of a modal's input, and longest description of a label.
pub const TEXT_INPUT_PLACEHOLDER_MAX: usize = 100;

/// Largest frame a client may send over the gateway, in bytes.
pub const GATEWAY_FRAME_MAX_BYTES: usize = 4096;
/// Most frames a client may send over the gateway in 60 seconds.
pub const GATEWAY_FRAMES_PER_MINUTE: usize = 120;
