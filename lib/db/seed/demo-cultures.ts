export interface Culture {
  country: string;
  city: string;
  latitude: number;
  longitude: number;
  timezone: string;
  currency: string;
  language: string;
  given: string[];
  family: string[];
  /** Names in Latin letters, in the same order; absent where the names are written in Latin letters. */
  latin?: { given: string[]; family: string[] };
}

type Place = Pick<Culture, 'country' | 'city' | 'latitude' | 'longitude' | 'timezone' | 'currency' | 'language'>;

const words = (text: string) => text.split(' ');

const place = (line: string): Place => {
  const [country = '', city = '', latitude = '', longitude = '', timezone = '', currency = '', language = ''] =
    line.split('|');
  return { country, city, latitude: Number(latitude), longitude: Number(longitude), timezone, currency, language };
};

const latin = (where: string, given: string, family: string): Culture => ({
  ...place(where),
  given: words(given),
  family: words(family),
});

const other = (where: string, given: string, family: string, latinGiven: string, latinFamily: string): Culture => ({
  ...latin(where, given, family),
  latin: { given: words(latinGiven), family: words(latinFamily) },
});

export const CULTURES: Culture[] = [
  latin(
    'US|Portland|45.5152|-122.6784|America/Los_Angeles|USD|en',
    'Ava Noah Mia Liam Grace Owen Hazel Ezra Ruby Caleb',
    'Carter Nguyen Brooks Hayes Rivera Sullivan Bennett Foster Kim Washington',
  ),
  latin(
    'IE|Galway|53.2707|-9.0568|Europe/Dublin|EUR|en',
    'Aoife Cillian Niamh Oisín Saoirse Tadhg Róisín Fionn Gráinne Eoin',
    "O'Brien O'Connor Byrne Kelly D'Arcy O'Sullivan Walsh Ó'Néill Murphy Doyle",
  ),
  latin(
    'FR|Lyon|45.7640|4.8357|Europe/Paris|EUR|fr',
    'Zoé Chloé Jules Léa Hugo Inès Théo Maëlle Raphaël Élodie',
    "Lefèvre Girard Benoît D'Amico Mercier Faure Rousseau Noël Gauthier L'Hôte",
  ),
  latin(
    'DE|Leipzig|51.3397|12.3731|Europe/Berlin|EUR|de',
    'Jürgen Anke Björn Käthe Lukas Greta Sören Mareike Jörg Frauke',
    'Müller Weiß Schäfer Köhler Groß Vogt Bäcker Krüger Lange Höfer',
  ),
  latin(
    'MX|Oaxaca|17.0732|-96.7266|America/Mexico_City|MXN|es',
    'Íñigo Ximena Andrés Lucía Joaquín Sofía Mateo Renata Ángel Itzel',
    'Peña Núñez Ibáñez Muñoz Gutiérrez Ordóñez Salazar Márquez Vélez Zúñiga',
  ),
  latin(
    'BR|Recife|-8.0476|-34.8770|America/Recife|BRL|pt',
    'João Conceição Antônio Luísa Tiago Marília Vinícius Iara Caetano Letícia',
    'Gonçalves Araújo Assunção Simões Magalhães Brandão Figueirêdo Leão Falcão Sá',
  ),
  latin(
    'PL|Wrocław|51.1079|17.0385|Europe/Warsaw|PLN|pl',
    'Łukasz Małgorzata Paweł Żaneta Michał Świętosława Grażyna Stanisław Józef Bożena',
    'Wójcik Łęcka Dąbrowski Żółtek Śliwa Kaźmierczak Gołąb Błaszczyk Jabłoński Wróbel',
  ),
  latin(
    'TR|İzmir|38.4237|27.1428|Europe/Istanbul|TRY|tr',
    'Çağla Işıl Gökhan Şebnem Oğuz Ümit Yağmur Özge İlker Tuğçe',
    'Yıldız Öztürk Şahin Çelik Güneş Kılıç Doğan Aydın Bağcı Işık',
  ),
  latin(
    'VN|Huế|16.4637|107.5909|Asia/Ho_Chi_Minh|VND|vi',
    'Thảo Đức Hương Tuấn Ngọc Quỳnh Phước Mỹ Dũng Lệ',
    'Nguyễn Trần Phạm Huỳnh Võ Đặng Bùi Đỗ Hồ Lý',
  ),
  latin(
    'NG|Ìbàdàn|7.3775|3.9470|Africa/Lagos|NGN|en',
    'Adébáyọ̀ Fúnmiláyọ̀ Ọláńrewájú Títílayọ̀ Chidi Ngọzi Èmeka Yétúndé Ṣadé Bọ́lá',
    'Okonkwo Adéyẹmí Ògúnbíyì Balógun Nwosu Eze Ọbáfẹ́mi Afọlábí Okafor Ìdòwú',
  ),
  other(
    'UA|Львів|49.8397|24.0297|Europe/Kyiv|UAH|uk',
    'Олена Тарас Соломія Богдан Зоряна Назар Ївга Любомир Дарина Остап',
    'Шевченко Ковальчук Мельник Гнатюк Їжакевич Бондар Лисенко Франко Цимбал Яремчук',
    'Olena Taras Solomiia Bohdan Zoriana Nazar Yivha Liubomyr Daryna Ostap',
    'Shevchenko Kovalchuk Melnyk Hnatiuk Yizhakevych Bondar Lysenko Franko Tsymbal Yaremchuk',
  ),
  other(
    'EG|الإسكندرية|31.2001|29.9187|Africa/Cairo|EGP|ar',
    'ليلى عمر نور يوسف مريم خالد سلمى طارق هدى إبراهيم',
    'منصور حداد الشريف سليمان فهمي قاسم رمضان النجار عثمان بدوي',
    'Layla Omar Nour Youssef Mariam Khaled Salma Tarek Hoda Ibrahim',
    'Mansour Haddad ElSharif Soliman Fahmy Kassem Ramadan ElNaggar Osman Badawi',
  ),
  other(
    'IN|जयपुर|26.9124|75.7873|Asia/Kolkata|INR|hi',
    'आरव अनन्या रोहन ईशा विक्रम मीरा अर्जुन काव्या देव नेहा',
    'शर्मा गुप्ता वर्मा मिश्रा जोशी चौधरी पाण्डेय राठौड़ मेहता अग्रवाल',
    'Aarav Ananya Rohan Isha Vikram Meera Arjun Kavya Dev Neha',
    'Sharma Gupta Verma Mishra Joshi Chaudhary Pandey Rathore Mehta Agarwal',
  ),
  other(
    'JP|京都|35.0116|135.7681|Asia/Tokyo|JPY|ja',
    '美咲 陽翔 さくら 蓮 結衣 大和 葵 悠真 凛 樹',
    '佐藤 髙橋 田中 渡邉 伊藤 山﨑 中村 小林 齋藤 加藤',
    'Misaki Haruto Sakura Ren Yui Yamato Aoi Yuma Rin Itsuki',
    'Sato Takahashi Tanaka Watanabe Ito Yamazaki Nakamura Kobayashi Saito Kato',
  ),
  other(
    'TW|臺南|22.9997|120.2270|Asia/Taipei|TWD|zh',
    '怡君 志明 淑芬 冠宇 雅婷 家豪 欣怡 俊傑 詩涵 承恩',
    '陳 林 黃 張 李 王 吳 劉 蔡 歐陽',
    'Yijun Zhiming Shufen Guanyu Yating Jiahao Xinyi Junjie Shihan Chengen',
    'Chen Lin Huang Zhang Li Wang Wu Liu Tsai Ouyang',
  ),
  other(
    'KR|전주|35.8242|127.1480|Asia/Seoul|KRW|ko',
    '서연 민준 하은 지호 수아 도윤 예린 시우 채원 은우',
    '김 이 박 최 정 강 조 윤 장 남궁',
    'Seoyeon Minjun Haeun Jiho Sua Doyun Yerin Siwoo Chaewon Eunwoo',
    'Kim Lee Park Choi Jung Kang Cho Yoon Jang Namgung',
  ),
];
