// The question bank as an exercise: choose, hand in, see why; score, wrong ones again, another order, beginning anew.
// Answers are kept in this browser alone. Without this script the page is a paper with its answers folded up.
(function () {
  "use strict";

  const guiju = window.guiju;

  /** What was answered of a topic: {id: {given: [...], right: true}}. */
  function kept(topic) {
    const found = Object.entries(guiju.kept("practice-" + topic, {}) || {});
    return Object.fromEntries(found.filter(function (entry) { return entry[1] && Array.isArray(entry[1].given); }));
  }

  function counts(record, ids) {
    const done = Object.keys(record).filter(function (id) { return !ids || ids.has(id); });
    const right = done.filter(function (id) { return record[id].right; });
    return { done: done.length, right: right.length, wrong: done.length - right.length };
  }

  function make(tag, properties, ...inner) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...inner);
    return element;
  }

  function button(words, act) {
    const made = make("button", { type: "button", className: "gj-button", textContent: words });
    made.addEventListener("click", act);
    return made;
  }

  // ---- the list of topics: how far one has come

  const table = document.querySelector(".gj-topics");
  if (table) {
    table.tHead.rows[0].append(make("th", { scope: "col", textContent: "进度" }));
    for (const row of table.tBodies[0].rows) {
      const told = counts(kept(row.dataset.topic));
      const cell = row.insertCell();
      cell.textContent = told.done ? "做了 " + told.done + "，对 " + told.right : "没有做";
      if (told.wrong) {
        const again = row.cells[0].querySelector("a").getAttribute("href") + "?wrong=1";
        cell.append("，", make("a", { href: again, textContent: "重做错题 " + told.wrong }));
      }
    }
    return;
  }

  // ---- a topic

  const bar = document.querySelector(".gj-practice");
  if (!bar) return;
  const topic = bar.dataset.topic;
  const questions = Array.from(document.querySelectorAll(".gj-question"), prepare);
  const ids = new Set(questions.map(function (question) { return question.id; }));
  const headings = Array.from(bar.parentElement.querySelectorAll("h2[id^=kind-]"));
  let record = kept(topic);
  let onlyWrong = false;
  let mixed = false;

  /** A question with its inputs, its button to hand in and the line that says how it went. */
  function prepare(element) {
    const question = { element: element, id: element.id, kind: element.dataset.kind, answer: JSON.parse(element.dataset.answer) };
    question.key = element.querySelector(".gj-key");
    question.place = document.createComment(element.id);
    element.before(question.place);
    element.setAttribute("role", "group");
    element.setAttribute("aria-labelledby", element.id + "-stem");
    question.inputs = inputsOf(question);
    question.result = make("p", { className: "gj-result" });
    question.result.setAttribute("role", "status");
    question.acts = make("p", { className: "gj-acts gj-screen" });
    question.key.before(question.acts, question.result);
    return question;
  }

  function inputsOf(question) {
    const element = question.element;
    if (question.kind === "填空") {
      return Array.from(element.querySelectorAll(".gj-blank"), function (blank, at) {
        const input = make("input", { type: "text", className: "gj-blank", autocomplete: "off" });
        input.setAttribute("aria-label", "第 " + (at + 1) + " 空");
        blank.replaceWith(input);
        return input;
      });
    }
    if (question.kind === "判断") {
      const choices = make("p", { className: "gj-choices" });
      question.key.before(choices);
      return ["对", "错"].map(function (word) {
        const input = make("input", { type: "radio", name: question.id, value: word });
        choices.append(make("label", {}, input, " " + word));
        return input;
      });
    }
    return Array.from(element.querySelectorAll(".gj-options > li"), function (item, at) {
      const type = question.kind === "多选" ? "checkbox" : "radio";
      const input = make("input", { type: type, name: question.id, value: "ABCDE"[at] });
      const label = make("label", {}, input, " ", ...item.childNodes);
      item.append(label);
      return input;
    });
  }

  function given(question) {
    const typed = question.kind === "填空";
    const used = question.inputs.filter(function (input) { return typed || input.checked; });
    return used.map(function (input) { return input.value.trim(); });
  }

  function plain(words) {
    return words.normalize("NFKC").replace(/\s+/g, "").toLowerCase();
  }

  function isRight(question, answer) {
    return answer.length === question.answer.length && answer.every(function (part, at) {
      return plain(part) === plain(question.answer[at]);
    });
  }

  function note(question, answer, right) {
    record[question.id] = { given: answer, right: right };
    guiju.keep("practice-" + topic, record);
    show(question);
    score();
    question.acts.querySelector("button").focus();
  }

  function handIn(question) {
    const answer = given(question);
    if (question.kind !== "简答" && !answer.some(Boolean)) {
      question.result.textContent = "还没有作答。";
      return;
    }
    if (question.kind === "简答") {
      question.key.open = true;
      judged(question, []);
      question.acts.querySelector("button").focus();
      return;
    }
    note(question, answer, isRight(question, answer));
  }

  /** The reader says whether an answer in words of one's own was right. */
  function judged(question, answer) {
    question.acts.replaceChildren(
      button("算答对", function () { note(question, answer, true); }),
      button("算答错", function () { note(question, answer, false); })
    );
  }

  /** A question as it stands in the record; one that is not there is open to be answered. */
  function show(question) {
    const held = record[question.id];
    question.element.classList.toggle("gj-question--right", Boolean(held && held.right));
    question.element.classList.toggle("gj-question--wrong", Boolean(held && !held.right));
    for (const [at, input] of question.inputs.entries()) {
      input.disabled = Boolean(held);
      if (question.kind === "填空") input.value = held ? held.given[at] || "" : "";
      else input.checked = Boolean(held && held.given.includes(input.value));
    }
    question.key.open = Boolean(held);
    question.acts.replaceChildren();
    if (!held) {
      question.result.textContent = "";
      question.acts.append(button(question.kind === "简答" ? "想好了，看答案" : "提交", function () { handIn(question); }));
      return;
    }
    question.result.textContent = held.right ? "答对了。" : "答错了，答案和理由在下面。";
    question.acts.append(button("再做一次", function () { open(question); }));
    if (question.kind === "填空" && !held.right) {
      question.acts.append(button("意思一样，算答对", function () { note(question, held.given, true); }));
    }
  }

  /** Open a question to be answered anew; until it is, the record holds what was. */
  function open(question) {
    const held = record[question.id];
    delete record[question.id];
    show(question);
    if (held) record[question.id] = held;
    const first = question.inputs[0] || question.acts.querySelector("button");
    first.focus();
  }

  function isWrong(question) {
    return Boolean(record[question.id] && !record[question.id].right);
  }

  // ---- all questions together

  const told = make("p", { className: "gj-score" });
  told.setAttribute("role", "status");
  const wrongButton = button("", function () { setOnlyWrong(!onlyWrong); });
  const mixButton = button("换个顺序", function () { setMixed(!mixed); });
  const resetButton = button("重新开始", function () {
    if (!window.confirm("清空这个专题的作答和得分？")) return;
    record = {};
    guiju.keep("practice-" + topic, null);
    setOnlyWrong(false);
  });

  function score() {
    const now = counts(record, ids);
    const rate = now.done ? "，正确率 " + Math.round((100 * now.right) / now.done) + "%" : "";
    told.textContent = "共 " + questions.length + " 题，做了 " + now.done + "，答对 " + now.right + rate;
    wrongButton.textContent = onlyWrong ? "看全部题" : "错题重做（" + now.wrong + "）";
    wrongButton.disabled = !onlyWrong && !now.wrong;
    wrongButton.setAttribute("aria-pressed", String(onlyWrong));
    resetButton.disabled = !now.done;
  }

  /** Only the questions that were answered wrong, open again; or all of them as they stand. */
  function setOnlyWrong(only) {
    onlyWrong = only;
    for (const question of questions) {
      const wrong = isWrong(question);
      question.element.hidden = only && !wrong;
      const held = record[question.id];
      if (only && wrong) delete record[question.id];
      show(question);
      if (held) record[question.id] = held;
    }
    hideEmpty();
    score();
  }

  /** Any order, or that of the paper; in any order the kinds of question have no headings. */
  function setMixed(mix) {
    mixed = mix;
    if (mix) {
      const order = questions.slice();
      for (let at = order.length - 1; at > 0; at--) {
        const other = Math.floor(Math.random() * (at + 1));
        [order[at], order[other]] = [order[other], order[at]];
      }
      headings[0].before(...order.map(function (question) { return question.element; }));
    } else {
      for (const question of questions) question.place.after(question.element);
    }
    mixButton.textContent = mix ? "恢复顺序" : "换个顺序";
    mixButton.setAttribute("aria-pressed", String(mix));
    hideEmpty();
  }

  function hideEmpty() {
    for (const heading of headings) {
      let next = heading.nextElementSibling;
      while (next && next.matches(".gj-question[hidden]")) next = next.nextElementSibling;
      heading.hidden = mixed || !(next && next.matches(".gj-question"));
    }
  }

  // An answer that was right may no longer be since the bank was mended. What the reader judged stays judged.
  for (const question of questions) {
    const held = record[question.id];
    if (held && ["单选", "多选", "判断"].includes(question.kind)) held.right = isRight(question, held.given);
  }
  bar.append(told, wrongButton, mixButton, resetButton);
  bar.classList.add("gj-screen");
  bar.hidden = false;
  setOnlyWrong(new URLSearchParams(location.search).has("wrong") && questions.some(isWrong));
  setMixed(false);
})();
