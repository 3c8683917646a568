// Compares Korean by the keys that were struck, so that a half-composed syllable finds the word it becomes.

const INITIALS = [..."ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"];
const MEDIALS = ["ㅏ", "ㅐ", "ㅑ", "ㅒ", "ㅓ", "ㅔ", "ㅕ", "ㅖ", "ㅗ", "ㅗㅏ", "ㅗㅐ", "ㅗㅣ", "ㅛ", "ㅜ", "ㅜㅓ", "ㅜㅔ", "ㅜㅣ", "ㅠ", "ㅡ", "ㅡㅣ", "ㅣ"];
const FINALS = ["", "ㄱ", "ㄲ", "ㄱㅅ", "ㄴ", "ㄴㅈ", "ㄴㅎ", "ㄷ", "ㄹ", "ㄹㄱ", "ㄹㅁ", "ㄹㅂ", "ㄹㅅ", "ㄹㅌ", "ㄹㅍ", "ㄹㅎ", "ㅁ", "ㅂ", "ㅂㅅ", "ㅅ", "ㅆ", "ㅇ", "ㅈ", "ㅊ", "ㅋ", "ㅌ", "ㅍ", "ㅎ"];
const FIRST = 0xac00;

/** The letters of a text in the order of their keys, in lower case: `숯` and `수ㅊ` are both `ㅅㅜㅊ`. */
export function letters(text) {
  return [...text.normalize("NFC").toLowerCase()]
    .map((c) => {
      const at = c.codePointAt(0) - FIRST;
      if (at < 0 || at >= INITIALS.length * 588) return c;
      return INITIALS[Math.floor(at / 588)] + MEDIALS[Math.floor((at % 588) / 28)] + FINALS[at % 28];
    })
    .join("");
}

/** Whether `typed` may become a part of `name`: by its letters, or by the initials of its syllables. */
export function fits(name, typed) {
  const initials = [...name.normalize("NFC")].map((c) => letters(c)[0]).join("");
  return letters(name).includes(letters(typed)) || initials.startsWith(letters(typed));
}
