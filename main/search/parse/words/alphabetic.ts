import type { LanguageCode, WordList } from './word-list.ts';

export const alphabetic: Readonly<Record<Exclude<LanguageCode, 'zh' | 'ja' | 'ko'>, WordList>> = {
  en: {
    markers: words(
      'the a an of in on at with and from my our without near last taken photos pictures before after between summer winter this was not but no',
    ),
    without: [
      'without(?: any| the)?',
      'but (?:not|no|without)',
      'with no',
      'except(?: for)?',
      'excluding',
      'w/o',
      '(?<=. )minus',
      // Flowers, and what signs say.
      '(?<!forget me )not(?! (?:disturb|enter|cross|touch))',
      'no(?= (?!smoking|parking|entry|man|one|name|limit|longer|matter|stopping|\\p{L}+(?:ing| allowed) (?:signs?|zone|area))\\p{L})',
    ],
    stops: words('in on at with but near during from by under over behind beside to of for is are while when'),
    and: words('and or nor'),
    leadIns: words(
      'in on at from during of around near by since over within taken shot made photographed captured with using the my our a an inside into is are was were for this it',
    ),
    takenWith: [
      '(?:taken|shot|made|photographed|captured) (?:with|on|by|using)(?: the| my| our| an?)?',
      'with (?:the|my|our|an?)',
      'on (?:the|my|our)',
      'using(?: the| my| our| an?)?',
      'from (?:the|my|our)',
    ],
    inPlace: ['in', 'from', 'at', 'of', 'around', 'visiting', 'trip to', 'to'],
    nearPlace: ['near(?: to)?', 'close to', 'around', 'nearby'],
    photos: words('(?:all )?(?:the |my |our )?(?:photos?|pictures?|pics?|images?|shots?|snapshots?) all everything'),
  },
  de: {
    markers: words(
      'der die das den dem des ein eine einen und mit ohne im am auf aus bei von vom nicht kein keine mein meine meiner letzten letzter letztes letzte sommer fotos bilder gestern heute vorgestern vor nach zwischen foto bild war',
    ),
    without: [
      'ohne(?: ein(?:e|en)?| die| den| das)?',
      'aber (?:nicht|kein(?:e|en|er)?|ohne)',
      'kein(?:e|en|er)?',
      'nicht',
      'ausser(?! betrieb)',
      'außer(?! betrieb)',
    ],
    stops: words('im in am an auf mit aber bei vor wahrend von aus unter uber hinter neben zu fur'),
    and: words('und oder'),
    leadIns: words(
      'in im ins am an auf aus bei beim von vom wahrend zu zur zum um uber aufgenommen fotografiert gemacht geschossen mit der die das dem den meiner meinem mein meine unserer nahe ist sind war',
    ),
    takenWith: [
      '(?:aufgenommen|fotografiert|gemacht|geschossen) mit(?: der| dem| meine[rm]| einer| einem)?',
      'mit (?:der|dem|meine[rmn]|unsere[rm]|einer|einem)',
      'von (?:meine[rm]|der|dem)',
    ],
    inPlace: ['in(?: der| den| dem)?', 'im', 'aus(?: der| dem| den)?', 'bei', 'von', 'nach', 'auf'],
    nearPlace: ['nahe(?: bei)?', 'in der nahe von', 'bei', 'um'],
    photos: words('(?:alle )?(?:meine |die )?(?:fotos?|bild(?:er)?|aufnahmen?)'),
  },
  fr: {
    markers: words(
      'le la les un une des du au aux et avec sans dans sur pas mon ma mes pendant chez pres dernier derniere ete photos avant apres entre depuis est en mai prises?',
    ),
    without: [
      "mais (?:pas|sans)(?: d[e’'])?",
      // Steps, of a dance or a paw, are no "not".
      "(?<!(?:de|des|du|les?|un|ses) )pas d(?:e|[’'])(?! (?:deux|trois|quatre|danse|porte))",
      'sauf',
      'hors',
      '(?<!comic )sans(?! (?:serif|abris?|titre))(?: les?| la| une?| aucune?)?',
    ],
    stops: words('dans sur avec mais pendant chez au aux en sous devant derriere pres a de pour'),
    and: words('et ou ni'),
    leadIns: words(
      "en a au aux de du des dans pendant le la les l[’'] d[’'] prises? prise avec mon ma mes notre pres sur pour lors est sont",
    ),
    takenWith: [
      "prises? (?:avec|au|par)(?: le| la| l[’']| mon| ma| un| une)?",
      "avec (?:le|la|mon|ma|notre|un|une|l[’'])",
    ],
    inPlace: ['a', 'au', 'aux', 'en', "dans(?: le| la| les| l[’'])?", 'de', 'du', "d[’']", 'des'],
    nearPlace: ['pres d(?:e|u|es)', 'autour d(?:e|u|es)', 'a cote d(?:e|u|es)'],
    photos: words('(?:toutes )?(?:les |mes |nos )?(?:photos?|images?|cliches?)'),
  },
  es: {
    markers: words(
      'el la los las un una unos del al y con sin en mi mis no por para cerca ultimo pasado pasada verano fotos antes despues entre desde hace anos playa ayer hoy anteayer',
    ),
    without: [
      'pero (?:no|sin)',
      'excepto',
      'salvo',
      '(?<!mas o |mais ou |de )menos',
      'sin(?! (?:city|techo|titulo))(?: el| la| los| las| un| una| ningun| ninguna)?',
    ],
    stops: words('en con pero de durante bajo sobre cerca por para a al'),
    and: words('y e o ni'),
    leadIns: words(
      'en de del al a durante el la los las tomadas? hechas? sacadas? con mi mis nuestra nuestro cerca desde por para es son',
    ),
    takenWith: ['(?:tomad|hech|sacad)[ao]s? con(?: el| la| mi| un| una)?', 'con (?:el|la|mi|nuestra|nuestro|un|una)'],
    inPlace: ['en(?: el| la| los| las)?', 'de', 'desde', 'por', 'a'],
    nearPlace: ['cerca de', 'alrededor de', 'junto a'],
    photos: words('(?:todas )?(?:las |mis |nuestras )?(?:fotos?|imagenes|fotografias?)'),
  },
  pt: {
    markers: words(
      'em no o os as um uma do da dos das ao com sem na nos nas meu minha meus minhas nao perto ultimo passado passada verao fotos antes depois entre desde ha anos praia ontem hoje anteontem',
    ),
    without: [
      'mas (?:nao|sem)',
      'exceto',
      '(?<!mas o |mais ou |de )menos',
      'sem(?! (?:images?|micro[a-z]+|titulo))(?: o| a| os| as| um| uma| nenhum| nenhuma)?',
    ],
    stops: words('em no na com mas de do da durante sob sobre perto por para a ao'),
    and: words('e ou nem'),
    leadIns: words(
      'em no na nos nas de do da dos das ao a o os as durante tiradas? feitas? com meu minha nossa nosso perto desde por para',
    ),
    takenWith: [
      '(?:tirad|feit)[ao]s? com(?: o| a)?(?: meu| minha| um| uma)?',
      'com(?: o| a)? (?:meu|minha|nosso|nossa|um|uma)',
      'com (?:o|a)',
    ],
    inPlace: ['em', 'no', 'na', 'nos', 'nas', 'de', 'do', 'da', 'por'],
    nearPlace: ['perto d[eoa]', 'ao redor d[eoa]'],
    photos: words('(?:todas )?(?:as |minhas )?(?:fotos?|imagens|fotografias?)'),
  },
  it: {
    markers: words(
      'il lo la gli un una del della dei delle e con senza nel nella al alla mio mia miei non vicino scorso scorsa estate foto prima dopo tra fra da dal anni spiaggia ieri oggi',
    ),
    without: [
      'ma (?:non|senza)',
      'tranne',
      'eccetto',
      'nessun[ao]?',
      "senza(?! titolo)(?: il| la| lo| i| gli| le| un[ao]?| l[’'])?",
    ],
    stops: words('in con ma di da durante sotto sopra vicino per a al alla nel nella su'),
    and: words('e ed o ne'),
    leadIns: words(
      "in a al alla di del della dei delle d[’'] dell[’'] nel nella nell[’'] da dal dalla durante il la lo i gli le l[’'] scattat[ae] fatt[ae] con mio mia vicino su per",
    ),
    takenWith: [
      '(?:scattat|fatt)[aei] con(?: il| la| lo)?(?: mio| mia| un| una)?',
      'con(?: il| la)? (?:mio|mia|un|una)',
      'con (?:il|la)',
    ],
    inPlace: ['in', 'a', 'ad', 'nel', 'nella', "nell[’']", 'di', 'da', 'negli'],
    nearPlace: ['vicino ad?', 'nei pressi di', 'intorno ad?'],
    photos: words('(?:tutte )?(?:le |mie |nostre )*(?:foto|immagini|immagine|fotografie?)'),
  },
  nl: {
    markers: words(
      "de het een en met zonder op van bij uit mijn onze niet geen vorige afgelopen zomer foto['’]?s voor tussen sinds jaar strand gisteren vandaag eergisteren",
    ),
    without: ['zonder(?: de| het| een)?', 'maar (?:geen|niet|zonder)', 'geen', 'niet', 'behalve'],
    stops: words('in op met maar bij tijdens van uit onder over achter naast voor te naar aan'),
    and: words('en of'),
    leadIns: words('in op bij van uit tijdens de het een gemaakt genomen met mijn onze nabij aan om'),
    takenWith: ['(?:gemaakt|genomen|geschoten) met(?: de| het| mijn| een)?', 'met (?:de|het|mijn|onze|een)'],
    inPlace: ['in', 'uit', 'te', 'van', 'bij', 'naar'],
    nearPlace: ['nabij', 'bij', 'in de buurt van', 'rond'],
    photos: words("(?:alle )?(?:mijn |de )?(?:foto(?:['’]?s)?|afbeelding(?:en)?|beelden)"),
  },
  ru: {
    markers: [],
    without: ['без', 'но (?:не|без)', 'кроме', 'не', 'нет'],
    stops: words('в во на с со но у около под над за перед для к из'),
    and: words('и или ни'),
    leadIns: words('в во на с со у около из за для от снятые? сделанн(?:ые|ое) на мой моем моей'),
    takenWith: ['снят(?:о|ые|ое|ая|ый) на(?: мой| моей| мою)?', 'сделанн(?:ые|ое) на', 'на (?:мой|моей|мою)'],
    inPlace: ['в', 'во', 'из', 'на'],
    nearPlace: ['около', 'возле', 'рядом с', 'под'],
    photos: words('(?:все )?(?:мои )?(?:фото|фотографии|фотография|снимки|снимок|картинки)'),
  },
};

/** Splits at spaces, save those inside brackets. */
function words(text: string): string[] {
  const found: string[] = [];
  let word = '';
  let depth = 0;
  for (const char of text) {
    if (char === ' ' && depth === 0) {
      found.push(word);
      word = '';
      continue;
    }
    if (char === '(' || char === '[') depth++;
    if (char === ')' || char === ']') depth--;
    word += char;
  }
  return [...found, word];
}
