// Finds the row of an old article number, typed as 88, 88条 or 第八十八条, in the tables of the page.
(function () {
  "use strict";

  const form = document.querySelector(".gj-numbers");
  const answer = form.querySelector(".gj-numbers__answer");
  const DIGITS = "零一二三四五六七八九";
  const UNITS = { 十: 10, 百: 100, 千: 1000 };

  document.documentElement.classList.add("gj-js");

  /** The value of 一百零三, 八十八 or 88; 0 for what is no number. */
  function valueOf(text) {
    const plain = text.normalize("NFKC").replace(/[\s第条]/g, "").replace(/[〇○]/g, "零");
    if (/^\d{1,4}$/.test(plain)) return Number(plain);
    if (!/^[零一二三四五六七八九十百千]+$/.test(plain)) return 0;
    let total = 0;
    let digit = 0;
    for (const char of plain) {
      if (UNITS[char]) {
        total += (digit || 1) * UNITS[char];
        digit = 0;
      } else {
        digit = DIGITS.indexOf(char);
      }
    }
    return total + digit;
  }

  function say(number, day) {
    const row = document.getElementById("old-" + day + "-" + number);
    for (const lit of document.querySelectorAll("tr.gj-lit")) lit.classList.remove("gj-lit");
    answer.replaceChildren();
    if (!row) {
      answer.append(number ? day + " 版里没有这一条，或者没有它的对照" : "请写条号，如 88 或 第八十八条");
      return;
    }
    row.classList.add("gj-lit");
    const heads = [...row.closest("table").querySelectorAll("th")];
    [...row.cells].forEach(function (cell, i) {
      answer.append(i ? " → " : "", heads[i].textContent + " ", ...[...cell.childNodes].map((node) => node.cloneNode(true)));
    });
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    say(valueOf(form.elements.number.value), form.elements.version.value);
  });
})();
